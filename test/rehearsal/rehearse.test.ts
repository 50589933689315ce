import { describe, expect, test } from 'vitest';
import { everyScene } from '#src/rehearsal/every-scene.ts';
import { readScene } from '#src/rehearsal/read-scene.ts';
import { reportText } from '#src/rehearsal/report.ts';
import { play, shop } from './support.ts';

const { runbook } = shop();
const commands = (rehearsal: Awaited<ReturnType<typeof play>>) =>
  rehearsal.book.entries.filter(one => one.kind === 'command').map(one => one.text);

test('[X8] everything well: commands, soaks and people come as they would in earnest, and the report is the same each time', async () => {
  const rehearsal = await play(runbook);

  expect([...rehearsal.book.problems]).toEqual([]);
  expect(rehearsal.run.status).toBe('completed');
  expect(commands(rehearsal)).toEqual([
    'deployctl prepare 1.3.0',
    'deployctl weight 10 green',
    'deployctl weight 100 green',
  ]);
  // A plan attached, two votes, 15 and 10 minutes of soak, a checkpoint confirmed.
  expect(rehearsal.asked.map(one => one.user)).toEqual(['U0CAP', 'U0CAP', 'U0OWN', 'U0CAP']);
  expect(rehearsal.endedAt - rehearsal.options.now).toBe(29 * 60_000);
  const text = reportText(rehearsal);
  expect(text).toContain('would run   deployctl weight 10 green');
  expect(text).toContain('#releases: [Rehearsal] REL-1, Shop minor');
  expect(reportText(await play(runbook))).toBe(text);
});

test('[X8] a step that fails is rehearsed to the end of the way back', async () => {
  const rehearsal = await play(runbook, { fail: 'waves' });
  expect(rehearsal.run.status).toBe('rolled-back');
  expect(commands(rehearsal)).toEqual(['deployctl prepare 1.3.0', 'deployctl weight 0']);
  expect([...rehearsal.book.problems]).toEqual([]);
});

test('[X8] a figure that goes bad in a soak rolls back by itself, at its time', async () => {
  const scene = readScene(runbook, { metric: 'error-rate=5%@waves+10m' });
  expect(scene).toMatchObject({ ok: true, value: { metric: { value: 0.05, from: 'waves', afterMs: 600_000 } } });
  const rehearsal = await play(runbook, scene.ok ? scene.value : {});
  expect(rehearsal.run.status).toBe('rolled-back');
  const turned = rehearsal.book.entries.find(one => one.text.startsWith('ROLLS BACK'));
  expect(turned?.text).toContain('Error rate 5 % > 1 %');
  expect((turned?.at ?? 0) - rehearsal.options.now).toBe(13 * 60_000);
});

test('[X8] the version somebody would type follows the last one, and a question of the release type is answered at go/no-go', async () => {
  const tested = { kind: 'asked', ask: 'Was the way back tested?', role: 'captain' } as const;
  const product = { ...runbook.product, facts: { ...runbook.product.facts, tested } };
  const needs = [{ fact: 'tested', compare: null, override: null }];
  const rehearsal = await play({ ...runbook, product, type: { ...runbook.type, bump: 'ask', needs } });
  expect([...rehearsal.book.problems]).toEqual([]);
  expect(rehearsal.run.status).toBe('completed');
});

test('[X8] a run that ends badly although nothing was made to fail is a problem', async () => {
  const needs = [{ fact: 'nowhere', compare: null, override: null }];
  const rehearsal = await play({ ...runbook, type: { ...runbook.type, needs } });
  expect([...rehearsal.book.problems].join()).toContain('it ended as aborted all the same');
});

test('[X8] somebody rolls back in the middle, and the waves that were due never come', async () => {
  const rehearsal = await play(runbook, { rollBackAt: 'waves' });
  expect(rehearsal.run.status).toBe('rolled-back');
  expect(commands(rehearsal).at(-1)).toBe('deployctl weight 0');
  expect(rehearsal.unreached).toContain('rollout.checkpoint');
});

test('[X8] nothing hangs, whatever fails: success, each step, each figure, a way back from each phase', async () => {
  const scenes = everyScene(runbook);
  expect(scenes.length).toBe(9);
  for (const scene of scenes) {
    const { book, run } = await play(runbook, scene);
    expect([...book.problems], JSON.stringify(scene)).toEqual([]);
    expect(['completed', 'rolled-back', 'aborted']).toContain(run.status);
  }
});

describe('[X8] what a team would else find out at night', () => {
  test.each([
    [
      'an approval nobody can give',
      ['users: [U0OWN]', 'users: [U0CAP]'],
      /“Go or no-go” waits for owner, and nobody is left/,
    ],
    [
      'a role without members',
      ['slack: { users: [U0OWN] }', 'mail: [owner@shop.example]'],
      /waits for owner, and nobody is left/,
    ],
    [
      'a document nobody delivers',
      ['before: [plan]', 'before: [plan, backup-plan]'],
      /held: documents: missing: backup-plan/,
    ],
    [
      'a text that does not resolve',
      ['${{ run.version }}', '${{ steps.none.colour }}'],
      /cannot be begun: steps.none.colour/,
    ],
    [
      'a time-out shorter than what it waits for',
      ['        id: plan', '        id: plan\n        timeout: 30s'],
      /“Attach plan” fails although nothing was made to: did not end within 30 s/,
    ],
    [
      'a vote that runs out',
      ['requires: [green', 'timeout: 1m\n          requires: [green'],
      /runs out of time before everybody has voted/,
    ],
    [
      'limits that exclude each other',
      ['[{ above: 1%, action: rollback }]', '[{ above: 1%, action: rollback }, { below: 2%, action: rollback }]'],
      /No reading of error-rate can pass/,
    ],
  ] as const)('%s', async (_what, change, problem) => {
    const { book } = await play(shop(change).runbook);
    expect([...book.problems].join('\n')).toMatch(problem);
  });
});

test('[X8] words that mean nothing are refused with the nearest one', () => {
  expect(readScene(runbook, { fail: 'wave' })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('did you mean "waves"'),
  });
  expect(readScene(runbook, { metric: 'error-rate=5' })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('no unit'),
  });
  expect(readScene(runbook, { metric: 'error-rate@roll' })).toMatchObject({ ok: false });
  expect(readScene(runbook, { rollBackAt: 'rolout' })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('did you mean "rollout"'),
  });
});
