import { expect, test } from 'vitest';
import { DAY, HOUR } from '#src/base/time.ts';
import { createHousekeeping } from '#src/bot/housekeeping.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { quietLog } from '../support/world/log.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');

/** What is asked of the store and of the commands, with these runs open. */
function house(options: { open?: readonly number[]; keepMs?: number; fails?: boolean } = {}) {
  const { open = [], keepMs, fails = false } = options;
  const pruned: number[] = [];
  const keep = createHousekeeping({
    store: {
      prune: async () => {
        if (fails) throw new Error('the disk is full');
      },
      runs: async () => open.map(startedAt => ({ startedAt }) as RunSummary),
    },
    commands: { prune: async before => pruned.push(before) },
    log: quietLog(),
    ...(keepMs === undefined ? {} : { keepCommandsMs: keepMs }),
  });
  return { keep, pruned };
}

test('the output of commands is kept for ninety days, and looked through once an hour', async () => {
  const { keep, pruned } = house();
  await keep(NOON);
  await keep(NOON + HOUR / 2);
  expect(pruned).toEqual([NOON - 90 * DAY]);
  await keep(NOON + DAY);
  expect(pruned).toEqual([NOON - 90 * DAY, NOON - 89 * DAY]);
});

test('for as long as was asked for, and never that of a run that is still open', async () => {
  const short = house({ keepMs: 7 * DAY });
  await short.keep(NOON);
  expect(short.pruned).toEqual([NOON - 7 * DAY]);

  const long = house({ keepMs: 7 * DAY, open: [NOON - DAY, NOON - 30 * DAY] });
  await long.keep(NOON);
  expect(long.pruned).toEqual([NOON - 30 * DAY]);
});

test('what could not be deleted is tried again an hour later, and stops nothing', async () => {
  const { keep, pruned } = house({ fails: true });
  await keep(NOON);
  await keep(NOON + HOUR);
  expect(pruned).toEqual([]);
});

test('asked while it is at work it does not begin again', async () => {
  const { keep, pruned } = house();
  await Promise.all([keep(NOON), keep(NOON), keep(NOON + 2 * DAY)]);
  expect(pruned).toHaveLength(1);
});
