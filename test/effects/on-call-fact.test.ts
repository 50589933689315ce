import { expect, test } from 'vitest';
import { factFinder } from '#src/effects/find-facts.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import { NOON } from '../support/given.ts';
import { createMemoryPager, type MemoryPagerOptions } from '../support/memory-pager.ts';
import { fact, product } from '../support/runbook.ts';

const role = {
  title: 'On-call',
  onCall: { schedule: 'PDUTY', policy: null },
  pager: null,
  users: ['U0OPS'],
  group: null,
  mail: [],
};

/** Nothing of the metrics is asked for it. */
const metrics = new Proxy({}, { get: () => () => expect.unreachable('the metrics were asked') }) as never;

async function onCall(options: Partial<MemoryPagerOptions>, roles: object = { 'on-call': role }) {
  const run = { kind: 'release', runbook: { product: { ...product(), roles } } };
  const task = { row: { id: 'e1', body: {} }, run } as unknown as Task;
  const { outcome, says } = await factFinder(metrics, createMemoryPager({ now: () => NOON, ...options }).pager)(
    task,
    fact('on-call'),
  );
  return [outcome, says];
}

test('[W4] on-call holds with a name, not with an empty schedule, and is unknown where nobody can be asked', async () => {
  expect(await onCall({})).toEqual(['holds', 'On-call: Li Wei']);
  expect(await onCall({ onCall: [] })).toEqual(['does-not-hold', 'On-call: nobody is on call']);
  expect(await onCall({ sees: false })).toEqual(['unknown', expect.stringContaining('PagerDuty cannot be asked')]);
  const nobody = { ...role, onCall: { schedule: null, policy: null } };
  expect(await onCall({}, { 'on-call': nobody })).toEqual(['unknown', 'On-call: by what?']);
  expect(await onCall({}, {})).toEqual(['unknown', 'no role of the product is looked up at a pager']);
});
