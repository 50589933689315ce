import { expect, test } from 'vitest';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { World } from '../../support/run-world.ts';
import { confirm, notify, phase, product, rollout, run, runbook } from '../../support/runbook.ts';

const RACI = {
  deploy: { responsible: ['devops'], accountable: ['captain'], consulted: [], informed: ['owner', 'captain'] },
};

/** Who was told of the rollout directly, once it is through. */
function toldOf(inside: readonly Step[], after: readonly Step[] = []): readonly unknown[] {
  const phases = [rollout([run('deploy'), ...inside]), phase('after', [...after, confirm('look')])];
  const world = new World().start(runbook({ product: product({ raci: RACI }), phases }));
  world.ended('deploy');
  return world.told.filter(one => one.body['about'] === 'informed').map(one => one.body['user']);
}

test('[W1] the informed of a rollout are told when it begins and when it is through', () => {
  expect(toldOf([])).toEqual(['olga', 'ada', 'olga', 'ada']);
});

test('[W1] whom the runbook tells by a notice of its own is not told the same a second time', () => {
  expect(toldOf([notify('begun', ['owner'], 'It begins')])).toEqual(['ada', 'olga', 'ada']);
  expect(toldOf([], [notify('done', ['owner'], 'It is done')])).toEqual(['olga', 'ada', 'ada']);
  const informed = ['informed'];
  expect(toldOf([notify('begun', informed, 'It begins')], [notify('done', informed, 'It is done')])).toEqual([]);
});
