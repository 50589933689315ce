import { expect, test } from 'vitest';
import type { PagerInspector } from '#src/adapters/pagerduty/inspect.ts';
import type { SlackInspector } from '#src/adapters/slack/inspect.ts';
import { ok, problem, warning } from '#src/doctor/finding.ts';
import { nodeCheck } from '#src/doctor/machine.ts';
import { webhookCheck } from '#src/doctor/pagerduty.ts';
import { runChecks } from '#src/doctor/run-checks.ts';
import { hasProblems, showFindings } from '#src/doctor/show.ts';
import { slackCheck } from '#src/doctor/slack.ts';

const WITHIN_MS = 20;

test('a check that hangs, one that throws and one that is fine: three findings, in their order', async () => {
  const findings = await runChecks(
    [
      { name: 'slow', remedy: 'wait', run: () => new Promise(() => undefined) },
      { name: 'broken', remedy: 'mend', run: () => Promise.reject(new Error('it is down')) },
      { name: 'fine', remedy: '', run: () => [ok('yes')] },
    ],
    WITHIN_MS,
  );
  expect(findings).toEqual([
    { check: 'slow', outcome: 'problem', says: 'No answer within 0.02 s.', remedy: 'wait' },
    { check: 'broken', outcome: 'problem', says: 'It could not be looked at: it is down', remedy: 'mend' },
    { check: 'fine', outcome: 'ok', says: 'yes', remedy: null },
  ]);
});

test('people read findings under their headings, remedies below what is wrong, and what it comes to', () => {
  const findings = [
    { check: 'Slack', ...ok('accepted') },
    { check: 'Slack', ...problem('The token lacks chat:write.', 'Reinstall the app.') },
    { check: 'Data', ...warning('The disk is nearly full.', 'Make room.') },
  ];
  expect(showFindings(findings).split('\n')).toEqual([
    'Slack',
    '  ok       accepted',
    '  PROBLEM  The token lacks chat:write.',
    '           -> Reinstall the app.',
    '',
    'Data',
    '  warning  The disk is nearly full.',
    '           -> Make room.',
    '',
    '1 problem, 1 warning. Mend the problems first.',
  ]);
  expect(hasProblems(findings)).toBe(true);
  expect(hasProblems(findings.filter(one => one.outcome !== 'problem'))).toBe(false);
});

test.each([
  ['22.9.0', 'problem'],
  ['24.0.0', 'ok'],
])('Node %s is a %s', async (version, outcome) => {
  expect((await runChecks([nodeCheck(version)])).map(one => one.outcome)).toEqual([outcome]);
});

test('the token of a person is told from that of a bot, and what Slack did not say is not claimed', async () => {
  const seen = { team: 'Shop', teamId: 'T1', isBot: false, scopes: null, aheadMs: null };
  const signingSecret = 'a'.repeat(32);
  const slack = {} as SlackInspector;
  const check = slackCheck({ slack, token: async () => seen, wanted: ['chat:write'], signingSecret, appToken: null });
  const findings = await runChecks([check]);
  expect(findings.map(one => one.outcome)).toEqual(['problem', 'warning', 'warning', 'ok']);
  expect(findings[0]?.says).toContain("no bot's");
});

test.each([
  ['switched off', { isOn: false, events: ['incident.acknowledged', 'incident.resolved'] }, 'problem', /switched off/],
  ['deaf to acknowledgements', { isOn: true, events: ['incident.resolved'] }, 'warning', /incident\.acknowledged/],
])('a webhook subscription that is %s', async (_title, change, outcome, says) => {
  const url = 'https://gonogo.example.com/webhooks/pagerduty';
  const pager = { webhooks: async () => [{ url, ...change }] } as unknown as PagerInspector;
  const [, seen] = await runChecks([webhookCheck(pager, 'secret')]);
  expect(seen?.outcome).toBe(outcome);
  expect(seen?.says).toMatch(says);
});
