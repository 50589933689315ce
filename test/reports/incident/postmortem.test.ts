import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HOUR } from '#src/base/time.ts';
import { postmortem } from '#src/reports/postmortem.ts';
import type { Story } from '../../support/incident.ts';
import { ana, clock, declare, kim, li, update } from '../../support/incident.ts';
import { incidentProduct, incidentRunbook } from '../../support/incident-runbook.ts';
import { checklist, phase } from '../../support/runbook.ts';
import { resolveWith } from './support.ts';
import { badLunch } from './whole.ts';

const golden = (name: string) => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8');
const draftOf = (story: Story) => postmortem(story.run(), story.facts());
const headings = (text: string) => text.match(/^## .*$/gm)?.map(line => line.slice(3));

/** The text of one section, without its heading. */
const section = (text: string, title: string) => text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

const sectioned = (sections: readonly string[]) =>
  incidentRunbook({ postmortem: { reviewers: [], sections: [...sections] } });

test('[H7] [X2] [B5] a whole SEV1 becomes a draft that is worth reading', () => {
  expect(draftOf(badLunch())).toBe(golden('postmortem.md'));
});

test('[H7] an incident of which nothing is known yet asks questions and leaves no heading empty', () => {
  const text = draftOf(declare({ title: null, commander: null }));
  // A heading of the same or a higher level right below another one would be an empty one.
  expect(text).not.toMatch(/^## .*\n+## /m);
  expect(text).not.toMatch(/^### .*\n+##/m);
  expect(text).toContain('It was declared without a title. What do we call it?');
  expect(text).toContain('| Resolved | not yet |');
  expect(section(text, 'Decisions')).toContain('**TODO:** No decision was recorded');
  expect(section(text, 'Resolution')).toContain('It is not resolved yet');
  expect(section(text, 'Trigger and related changes')).toContain('Nobody looked for recent releases.');
  expect(text).toContain('# Postmortem of INC-7: SEV1 declared by `@UANA`');
});

test('[H7] the runbook decides what comes first; what was recorded is not lost because it names less', () => {
  const runbook = sectioned(['timeline', 'root-cause', 'impact', 'actions-short', 'customer-letters', 'tickets']);
  const text = draftOf(declare({ runbook }));
  expect(headings(text)?.slice(0, 7)).toEqual([
    'Summary',
    'Timeline',
    'Root cause and contributing factors',
    'Impact',
    'Actions, short-term',
    'Customer letters',
    'Tickets',
  ]);
  expect(section(text, 'Customer letters')).toContain('**TODO:** What is to be said about “Customer letters”?');
  expect(headings(text)).toContain('Response');
  expect(headings(text)?.at(-1)).toBe('Review');
  expect(new Set(headings(text)).size).toBe(headings(text)?.length);
});

test('[H7] tickets and pull requests people wrote down are found; any other address is not taken for one', () => {
  const story = declare({ runbook: sectioned(['tickets', 'pull-requests', 'follow-ups']) })
    .does(ana, { type: 'note', text: 'see https://git.example/shop/pull/41, and https://grafana.example/d/1.' })
    .does(ana, {
      type: 'task',
      text: 'Fix it: https://git.example/shop/issues/40',
      owner: null,
      followUp: true,
      dueAt: null,
    });
  const text = draftOf(story);
  expect(section(text, 'Tickets')).toContain(
    '- [https://git.example/shop/issues/40](https://git.example/shop/issues/40)',
  );
  expect(section(text, 'Pull requests')).toContain('(https://git.example/shop/pull/41)');
  expect(section(text, 'Tickets')).not.toContain('grafana');
  expect(section(text, 'Follow-ups')).toContain('- [ ] Fix it: https://git.example/shop/issues/40 (**TODO**)');
});

test('awkward text stays text: pipes, headings, links, HTML, calls, new lines', () => {
  const awkward = '# a | b\n| --- |\r\n<script>x</script> [y](z) `c` <!channel> &lt;b&gt; *d*‮';
  const shown = '\\# a \\| b \\| --- \\| \\<script>x\\</script> \\[y\\](z) \\`c\\` \\<!channel> \\&lt;b\\&gt; \\*d\\*';
  const story = declare({ title: awkward, impact: awkward })
    .does(ana, update(awkward, { actions: awkward }))
    .does(ana, { type: 'decision', text: awkward })
    .does(ana, { type: 'task', text: awkward, owner: null, followUp: true, dueAt: null })
    .does(li, { type: 'act', action: 'throttle', reason: awkward, suspect: null });
  const text = draftOf(story);
  expect(text).toContain(`# Postmortem of INC-7: ${shown}\n`);
  expect(section(text, 'Decisions')).toContain(`Commander \`@UANA\`: ${shown}`);
  const cells = (line: string | undefined) => line?.split(/(?<!\\)\|/).length;
  expect(
    cells(
      section(text, 'Actions, short-term')
        .split('\n')
        .find(line => line.startsWith(`| ${shown}`)),
    ),
  ).toBe(7);
  expect(
    cells(
      section(text, 'Messages sent')
        .split('\n')
        .find(line => line.includes(shown)),
    ),
  ).toBe(5);
  expect(
    cells(
      section(text, 'Resolution')
        .split('\n')
        .find(line => line.includes(shown)),
    ),
  ).toBe(7);
});

test('[X9] a pager that failed, and a second way that was taken, are told and asked about', () => {
  const gaveUp = { effect: 'e', kind: 'pager.trigger', says: 'it said 400', ref: null, watch: null, page: 'p1' };
  const text = draftOf(
    declare()
      .at('12:00:30')
      .news({ type: 'effect-gave-up', ...gaveUp }),
  );
  const row =
    '| 12:00 | On-call | SEV1 declared | never | **never** | **failed** 12:00: it said 400; 12:00 then tried `@UANA`, `@ULI` |';
  expect(section(text, 'Response')).toContain(row);
  expect(section(text, 'Timeline')).toContain('- **12:00** Delivery FAILED of the page to On-call: it said 400');
  expect(section(text, 'What went badly')).toContain('The page to On-call failed (it said 400)');
});

test('[V15] who was called by the chain of escalation, and why', () => {
  const escalation = [{ afterMs: 15 * 60_000, without: 'mitigated' as const, page: ['payments'], grades: [] }];
  const text = draftOf(declare({ runbook: incidentRunbook({ escalation }) }).at('12:16'));
  expect(section(text, 'Response')).toContain('- 12:15 Payments: not mitigated for 15 min');
  expect(section(text, 'Timeline')).toContain(
    '- **12:15** The chain of escalation called Payments: not mitigated for 15 min',
  );
});

test('[H5] a workaround that stays is an action until it is taken back or built in', () => {
  const story = declare()
    .does(li, { type: 'act', action: 'throttle', reason: 'hot', suspect: null })
    .at('12:01')
    .commandsEnd()
    .does(li, { type: 'lasting', taken: 'a1', reason: 'the fix comes on Friday' });
  expect(section(draftOf(story), 'Actions, short-term')).toContain(
    '| Take “Throttle the traffic” back or build it in (accepted as lasting: the fix comes on Friday) | **TODO** | **TODO** |',
  );
});

test('a drill says so and pages nobody; a private one says who may read it', () => {
  const text = draftOf(declare({ drill: true, private: true }));
  expect(text).toContain('> **This was a drill.** Nobody was paged.');
  expect(text).toContain('> **Private:**');
  expect(section(text, 'Response')).toContain('Nobody was paged, as in every drill.');
});

test('[B5] over midnight and after a reopening each line keeps its day, in UTC whatever the zone', () => {
  const product = incidentProduct({ timezone: 'America/Los_Angeles' });
  const story = declare({ severity: 'SEV3', runbook: incidentRunbook({ product }) })
    .at('23:50')
    .does(ana, resolveWith({ postmortemOwner: null }))
    .at('+20m')
    .does(li, { type: 'reopen', reason: 'it is back' })
    .at('+5m')
    .does(ana, { type: 'note', text: 'found it' });
  const text = draftOf(story);
  expect(section(text, 'Timeline')).toContain('### Investigating, Wed 2026-11-25 00:10 UTC');
  expect(section(text, 'Timeline')).toContain('- **00:15** Commander `@UANA` noted: found it');
  expect(section(text, 'Impact')).toContain('| SEV3 | 11 h 55 min | 20 min | 12 h 15 min |');
  expect(section(text, 'Resolution')).toContain(
    '- Wed 2026-11-25 00:10 it was called resolved, and was not: it is back',
  );
  expect(section(text, 'Where we got lucky')).toContain(
    'a Tuesday at 04:00 (America/Los_Angeles), outside working hours',
  );
});

test('[H7] the draft follows its state and its owner', () => {
  const story = badLunch()
    .news({ type: 'postmortem-written', name: 'INC-7-postmortem.md', hash: 'a'.repeat(64), permalink: null })
    .does(kim, { type: 'postmortem-state', state: 'in-review' });
  expect(draftOf(story)).toContain('Draft → **In review** → Reviewed → Closed');
});

test('a role is the one somebody had at that moment', () => {
  const story = declare()
    .at('12:01')
    .does(ana, { type: 'decision', text: 'mine' })
    .at('12:02')
    .does(li, { type: 'lead', user: 'ULI' })
    .at('12:03')
    .does(ana, { type: 'decision', text: 'theirs' });
  expect(section(draftOf(story), 'Decisions').trim().split('\n')).toEqual([
    '- **12:01** Commander `@UANA`: mine',
    '- **12:03** Deputy `@UANA`: theirs',
  ]);
  expect(clock('12:03')).toBe(story.now());
});

test('[H7] [H5] whatever anybody wrote stands in the draft, whole', () => {
  const list = checklist('list', [{ item: 'the disks' }, { item: 'the network' }], { roles: ['on-call'] });
  const runbook = incidentRunbook({ phases: [phase('look', [list], { roles: ['on-call'] })], escalation: [] });
  let number = 0;
  const typed: string[] = [];
  const words = () => {
    number += 1;
    typed.push(`words${number} ${'that go on '.repeat(60)}to end${number}.`);
    return typed.at(-1) ?? '';
  };
  const story = declare({ runbook, title: words(), impact: words() })
    .does(ana, { type: 'title', title: words() })
    .does(ana, { type: 'impact', impact: words() })
    .does(ana, { type: 'severity', severity: 'SEV2', reason: words() })
    .does(ana, {
      type: 'update',
      status: words(),
      conditions: words(),
      actions: words(),
      needs: words(),
      impact: words(),
      nextInMs: null,
    })
    .does(ana, { type: 'note', text: words() })
    .does(ana, { type: 'decision', text: words() })
    .does(ana, { type: 'task', text: words(), owner: null, followUp: false, dueAt: null })
    .does(ana, { type: 'task', text: words(), owner: 'UANA', followUp: true, dueAt: null })
    .does(ana, { type: 'task-done', task: '1' })
    .does(ana, { type: 'page', roles: ['payments'], why: words() })
    .does(ana, { type: 'tick', step: 'list', attempt: 1, item: '1', holds: false, remark: words() })
    .does(ana, { type: 'tick', step: 'list', attempt: 1, item: '1', holds: true, remark: words() })
    .does(ana, { type: 'skip', step: 'list', attempt: 1, reason: words() })
    .does(ana, { type: 'handover', to: 'UKIM', brief: words() })
    .does(kim, { type: 'handover-decline', reason: words() })
    .does(li, { type: 'act', action: 'throttle', reason: words(), suspect: null })
    .commandsEnd()
    .does(li, { type: 'undo', taken: 'a1', reason: words() })
    .commandsEnd()
    .does(li, { type: 'act', action: 'throttle', reason: words(), suspect: null })
    .commandsEnd()
    .does(li, { type: 'lasting', taken: 'a2', reason: words() })
    .does(ana, { type: 'snooze', reason: words() })
    .does(ana, { type: 'mitigated', at: null })
    .does(ana, { type: 'reactivate', reason: words() })
    .does(ana, resolveWith({ summary: words(), impact: words(), skipOpen: null }))
    .does(ana, { type: 'reopen', reason: words() })
    .does(ana, resolveWith({ summary: words(), skipOpen: null }));
  const text = draftOf(story);
  expect(typed.filter(one => !text.includes(one.slice(0, -1)))).toEqual([]);
});

test('[H7] an end refused again and again for the same reasons is one line with its count', () => {
  const end = resolveWith({ summary: 'Over', impact: null });
  const story = declare();
  for (const at of ['12:10', '12:11', '12:12']) story.at(at).tries(ana, end);
  const lines = section(draftOf(story), 'Resolution')
    .split('\n')
    .filter(line => line.startsWith('- 12:'));
  expect(lines).toEqual([expect.stringMatching(/^- 12:10 to 12:12, 3 times: Nobody has said what users felt\./)]);
});

test('[H7] an exception is named in words, not by the name it has in the code', () => {
  const stable = { metrics: ['health'], forMs: HOUR };
  const runbook = incidentRunbook({ resolve: { stable, require: [] } });
  const end = resolveWith({ override: 'The service is gone for good' });
  const text = draftOf(declare({ runbook }).does(ana, end));
  expect(text).not.toContain('resolve:stable');
  expect(section(text, 'Resolution')).toContain('accepted ending it without stable figures: The service is gone');
});
