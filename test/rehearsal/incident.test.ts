import { describe, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { everyScene } from '#src/rehearsal/every-scene.ts';
import type { EntryKind } from '#src/rehearsal/log-book.ts';
import { readScene } from '#src/rehearsal/read-scene.ts';
import type { Rehearsal } from '#src/rehearsal/rehearse.ts';
import { reportText } from '#src/rehearsal/report.ts';
import type { Scene } from '#src/rehearsal/scene.ts';
import { play, shopIncident } from './support.ts';

const runbook = shopIncident();

async function rehearsed(scene: Partial<Scene> = {}, of = runbook) {
  const rehearsal = await play(of, scene);
  return { ...rehearsal, run: rehearsal.run as IncidentRun, problems: [...rehearsal.book.problems] };
}

/** Minutes after the declaration at which something of this kind was said. */
function when({ book, options }: Rehearsal, kind: EntryKind, part: string): readonly number[] {
  const found = book.entries.filter(one => one.kind === kind && one.text.includes(part));
  return found.map(one => Math.floor((one.at - options.now) / MINUTE));
}

const commands = ({ book }: Rehearsal) => book.entries.filter(one => one.kind === 'command').map(one => one.text);

test('[X8] all answer: paged, acknowledged, an action tried and taken back, the gate with its reasons, a draft; the same each time', async () => {
  const rehearsal = await rehearsed();

  expect(rehearsal.problems).toEqual([]);
  expect(rehearsal.run.status).toBe('resolved');
  expect(Object.values(rehearsal.run.pages)).toMatchObject([
    { roles: ['on-call'], why: 'SEV1 declared', acknowledgedAt: rehearsal.options.now + MINUTE, fallback: null },
  ]);
  expect(commands(rehearsal)).toEqual(['deployctl limit 10', 'deployctl limit off']);
  const refused = rehearsal.book.entries.find(one => one.text.startsWith('may not be resolved yet'))?.text;
  expect(refused).toContain('not measured to be stable for 30 min');
  expect(refused).toContain('"Throttle" is still in force. Undo it');
  expect(refused).toContain('Name its owner');
  expect(when(rehearsal, 'fact', 'RESOLVED')).toEqual([31]);
  expect(rehearsal.run.cadence).toMatchObject({ met: 2, missed: 0 });
  const text = reportText(rehearsal);
  expect(text).toContain('would post  #incidents: [Rehearsal] 📟 Acknowledged by <@U0ONE>');
  expect(text).toContain('on-call (SHOP_KEY): SEV1 declared; accepted after 0 s, acknowledged after 1 min');
  expect(text).toContain('# Postmortem of INC-1: Shop incident');
  expect(reportText(await rehearsed())).toBe(text);
});

test('[X8] nobody acknowledges: second way, chain, reminder, missed update and the third page, each at its minute, before anybody comes', async () => {
  const rehearsal = await rehearsed({ story: 'nobody' });

  expect(when(rehearsal, 'fact', 'second way')).toEqual([5, 35]);
  expect(when(rehearsal, 'fact', 'ESCALATES to owner')).toEqual([15]);
  expect(when(rehearsal, 'fact', 'ESCALATES to captain')).toEqual([40]);
  expect(when(rehearsal, 'fact', 'an update is due')[0]).toBe(10);
  expect(when(rehearsal, 'fact', 'THE UPDATE IS MISSED').slice(0, 2)).toEqual([20, 30]);
  expect(Object.values(rehearsal.run.pages).map(page => page.why)).toContain(
    'No update for 30 min; one was due every 10m',
  );
  expect(when(rehearsal, 'does', '')[0]).toBeGreaterThan(40);
  expect(when(rehearsal, 'direct', '@U0ONE: ')).toContain(5);
  expect(rehearsal.problems).toEqual([]);
  expect(rehearsal.run).toMatchObject({ status: 'resolved', cadence: { missed: 1 } });
});

test('[X8][X9] the pager takes no page: it is never called accepted, and people come by the second way', async () => {
  const rehearsal = await rehearsed({ story: 'pager-down' });
  expect(Object.values(rehearsal.run.pages)).toMatchObject([
    { acceptedAt: null, fallback: { users: ['U0ONE', 'U0CAP'] } },
  ]);
  expect(when(rehearsal, 'fact', 'not accepted by the provider')).toEqual([1]);
  expect(reportText(rehearsal)).toContain('never accepted, second way after 1 min, acknowledged after 2 min');
  expect(rehearsal.problems).toEqual([]);
});

test('[X8] the commander hands over: offered with a brief, and led on by the other', async () => {
  const { run, book } = await rehearsed({ story: 'handover' });
  expect(run.commanders.map(one => [one.user, one.how])).toEqual([
    ['U0CAP', 'declared'],
    ['U0ONE', 'handover'],
  ]);
  expect(book.entries.some(one => one.kind === 'direct' && one.text.startsWith('@U0ONE:'))).toBe(true);
  expect(run.resolution?.by).toBe('U0ONE');
});

test('[X8] it gets worse: the figures suggest the higher severity at their time, it is set, and then somebody is paged', async () => {
  const rehearsal = await rehearsed({ severity: 'SEV2', story: 'worse' });
  expect(rehearsal.run.severities.map(one => one.severity)).toEqual(['SEV2', 'SEV1']);
  // Bad from the fifth minute, for two, looked at once a minute.
  expect(when(rehearsal, 'fact', 'suggests SEV1: SEV1: Error rate 20.2 % > 20% for 2 min')).toEqual([7]);
  expect(Object.values(rehearsal.run.pages).map(page => page.why)).toEqual(['raised from SEV2 to SEV1']);
  expect(rehearsal.problems).toEqual([]);
});

test('[X8] it comes back after it was mitigated, and the half hour in the green begins anew', async () => {
  const rehearsal = await rehearsed({ story: 'comes-back' });
  const mitigated = when(rehearsal, 'fact', 'MITIGATED');
  expect(mitigated).toHaveLength(2);
  expect(when(rehearsal, 'fact', 'RESOLVED')[0]).toBeGreaterThanOrEqual((mitigated[1] ?? 0) + 29);
  expect(commands(rehearsal).filter(one => one === 'deployctl limit 10')).toHaveLength(2);
  expect(rehearsal.problems).toEqual([]);
});

test('[X8] reopened after its end: paged again, and a second draft', async () => {
  const rehearsal = await rehearsed({ story: 'reopened' });
  expect(Object.values(rehearsal.run.pages).map(page => page.why)).toEqual([
    'SEV1 declared',
    'reopened: Users feel it again',
  ]);
  expect(when(rehearsal, 'file', 'write INC-1-postmortem.md')).toHaveLength(2);
});

test('[X8] a step of an action that fails is taken back, or accepted with a reason; one of the phases holds nothing back', async () => {
  const limit = await rehearsed({ fail: 'limit' });
  expect(limit.run.actions).toMatchObject([{ action: 'throttle', state: 'undone' }]);
  expect(commands(limit)).toEqual(['deployctl limit off']);
  const unlimit = await rehearsed({ fail: 'unlimit' });
  expect(unlimit.run.actions).toMatchObject([{ state: 'lasting' }]);
  const healthy = await rehearsed({ fail: 'healthy' });
  expect(healthy.run).toMatchObject({ status: 'resolved', steps: { healthy: { status: 'failed' } } });
});

test('[X8] nothing hangs, whatever happens: each turn at each severity, each action, each step', async () => {
  const scenes = everyScene(runbook);
  expect(scenes.map(one => one.story)).toEqual(expect.arrayContaining(['nobody', 'pager-down', 'handover', 'worse']));
  expect(scenes.filter(one => one.story === 'pager-down')).toMatchObject([{ severity: 'SEV1' }]);
  // Turns have tests of their own above.
  for (const scene of scenes.filter(one => one.story === null)) {
    const { problems, run } = await rehearsed(scene);
    expect([run.status, ...problems], JSON.stringify(scene)).toEqual(['resolved']);
  }
});

describe('[X8] what a team would else find out at night', () => {
  test.each<[string, readonly [string, string], Partial<Scene>, RegExp]>([
    [
      'a grade that calls a role nobody holds',
      ['owner: { title: Owner, slack: { users: [U0OWN] } }', 'owner: { title: Owner, mail: [o@shop.example] }'],
      { story: 'nobody' },
      /The chain \(acknowledged\) calls owner, and nobody is reached/,
    ],
    [
      'a page without a second way',
      ['pager: SHOP_KEY, slack: { users: [U0ONE] } }', 'pager: SHOP_KEY }'],
      { story: 'pager-down' },
      /A page for on-call is not accepted by the provider for 1 min, and there is no second way/,
    ],
    [
      'a grade that pages and rings nowhere',
      ['on-call: { title: On call, pager: SHOP_KEY, ', 'on-call: { title: On call, '],
      {},
      /A SEV1 pages, and no phone rings when no service is named: none of on-call has a pager/,
    ],
    [
      'criteria that never suggest their severity',
      ['above: 20%, for: 2m', 'above: 20%, for: 2h'],
      { severity: 'SEV2', story: 'worse' },
      /SEV1 is not suggested although error-rate is as its criteria say/,
    ],
    [
      'a step for a role without members',
      ['role: owner }]', 'role: nobody }]'],
      { action: 'ask-owner' },
      /“The owner agrees” waits for nobody, and nobody is left who may answer/,
    ],
    [
      'limits that exclude each other',
      ['[{ above: 1%, action: rollback }]', '[{ above: 1%, action: rollback }, { below: 2%, action: rollback }]'],
      {},
      /No reading of error-rate can pass[\s\S]*It cannot be resolved: It is not measured to be stable for 30 min/,
    ],
  ])('%s', async (_what, change, scene, problem) => {
    const { problems } = await rehearsed(scene, shopIncident(change));
    expect(problems.join('\n')).toMatch(problem);
  });
});

test('[X8] words that mean nothing are refused with the nearest one', () => {
  const said = (words: Parameters<typeof readScene>[1]) => {
    const read = readScene(runbook, words);
    return read.ok ? read.value : read.problem;
  };
  expect(said({ severity: 'sev2', scene: 'worse' })).toMatchObject({ severity: 'SEV2', story: 'worse' });
  expect(said({ fail: 'limit' })).toMatchObject({ severity: 'SEV1', action: 'throttle', fail: 'limit' });
  expect(said({ scene: 'nobdy' })).toContain('did you mean "nobody"');
  expect(said({ severity: 'SEV4' })).toContain('There is no severity "SEV4"');
  expect(said({ scene: 'worse' })).toContain('SEV1 is the highest severity');
  expect(said({ severity: 'SEV2', action: 'roll-back' })).toBe('SEV2 offers no action "roll-back"; SEV1 does.');
  expect(said({ rollBackAt: 'triage' })).toContain('An incident has no rollback of its own');
});
