import { expect, test } from 'vitest';
import { resolveStep } from '#src/domain/procedure/resolve-step.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { ada, NOON } from '../support/given.ts';
import { World } from '../support/run-world.ts';
import { confirm, phase, rollback, runbook } from '../support/runbook.ts';
import { shipped } from './support.ts';

const WAITING = rollback([confirm('back')]);

/** Taken back in its first minute: nothing is known but that it began. */
function takenBack(book: ReleaseRunbook): ReleaseRun {
  const world = new World().start(runbook({ phases: [phase('first', [confirm('look')])], rollback: WAITING }));
  world.by(ada, { type: 'rollback', reason: 'Wrong branch' });
  return { ...world.state, runbook: book, version: null };
}

/** What a step lacks of the run itself; what steps before it on the way back find out is there by then. */
function lacks(run: ReleaseRun, step: Step): readonly string[] {
  try {
    resolveStep(run, step, NOON, {});
    return [];
  } catch (cause) {
    return /run\.\w+: .*/.exec(String(cause)) ?? [];
  }
}

test.each(['valero', 'wimmelwelt', 'hauski', 'horadus'])(
  '[V8] [W6] [R6] %s can be taken back before it has a version',
  name => {
    const [product] = loadProducts(shipped(name)).products;
    const variants = product?.releases.flatMap(release => release.variants) ?? [];
    expect(variants).not.toEqual([]);
    for (const { runbook: book } of variants) {
      const always = book.rollback?.steps.filter(step => step.undoes.length === 0) ?? [];
      expect(always).not.toEqual([]);
      expect(always.flatMap(step => lacks(takenBack(book), step))).toEqual([]);
    }
  },
);
