import { expect, test } from 'vitest';
import { SECOND } from '#src/base/time.ts';
import { placeIn } from '#src/domain/release/turn.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { dev, NOON } from '../../support/given.ts';
import { ProductWorld } from '../../support/product-world.ts';
import { report, rollback, rollout, run, runbook } from '../../support/runbook.ts';

const deploys = () =>
  runbook({ phases: [rollout([run('deploy')])], rollback: rollback([run('undo', { undoes: ['deploy'] })]) });

test('an abort frees production only when the command that was told to stop has ended', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  await shop.look(first);
  expect(first.pending('command.start')).toHaveLength(1);
  const second = shop.release('REL-2');
  second.now += 2 * SECOND;
  second.start(deploys());

  const deploy = first.take('command.start');
  first.by(dev, { type: 'abort', reason: 'Not tonight' });
  expect(first.state.status).toBe('aborted');
  await shop.look(second);
  expect(second.all('production.awaited')).toMatchObject([{ behind: 'REL-1' }]);
  expect(second.pending('command.start')).toEqual([]);
  expect(shop.row(first).open).toBe(true);

  first.answer(deploy, 'failed');
  expect(shop.row(first).open).toBe(false);
  await shop.look(second);
  expect(second.pending('command.start')).toHaveLength(1);
});

test('what an aborted release cleans up is waited for, what it only reports is not', async () => {
  const shop = new ProductWorld();
  const closes = (steps: readonly Step[]) => runbook({ phases: [rollout([run('deploy')])], finally: steps });
  const first = shop.release('REL-1').start(closes([run('tidy'), report('record')]));
  await shop.look(first);
  const deploy = first.take('command.start');
  first.by(dev, { type: 'abort', reason: 'Not tonight' });
  first.answer(deploy, 'failed');
  expect(placeIn(shop.row(first).facts['production'])).toMatchObject({ taken: true });
  first.ended('tidy');
  expect(placeIn(shop.row(first).facts['production'])).toBeNull();
  expect(first.status('record')).toBe('running');
  expect(shop.row(first).open).toBe(true);
});

test('a release that was aborted before its turn came is waited for by nobody', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  first.by(dev, { type: 'abort', reason: 'Not tonight' });
  expect(placeIn(shop.row(first).facts['production'])).toBeNull();
});

test('a clock set back lets nobody in beside the run that is in production', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  await shop.look(first);
  const second = shop.release('REL-2');
  second.now -= 2 * SECOND;
  second.start(deploys());
  await shop.look(second);
  expect(second.all('production.awaited')).toMatchObject([{ behind: 'REL-1' }]);
  expect(second.pending('command.start')).toEqual([]);
});

test('what one run took is on its row before the next looks, however long the disk takes', async () => {
  const shop = new ProductWorld();
  const disk = Promise.withResolvers<void>();
  shop.disk = disk.promise;
  const first = shop.release('REL-1').start(deploys());
  const looks = [shop.look(first)];
  await new Promise(setImmediate);
  const second = shop.release('REL-2');
  second.now -= 2 * SECOND;
  second.start(deploys());
  looks.push(shop.look(second));
  await new Promise(setImmediate);
  disk.resolve();
  await Promise.all(looks);
  expect([first, second].map(one => one.state.production?.taken)).toEqual([true, false]);
});

test('a row of an earlier version, which knew only since when, counts as one in production', () => {
  expect(placeIn(NOON)).toEqual({ since: NOON, taken: true });
});
