import { sayDuration } from '#src/base/time.ts';
import { isHigher } from '#src/domain/incident/grade.ts';
import { table } from '../markdown.ts';
import type { IncidentFacts } from './facts.ts';
import type { Stretch } from './stretches.ts';
import { timeIn } from './stretches.ts';
import {
  blocks,
  dayTime,
  lines,
  link,
  person,
  said,
  saidInSlack,
  sentence,
  timeBeside,
  todo,
  who,
  whoActs,
} from './words.ts';

/** What it was, for somebody who reads nothing else. */
export function summary({ run, times, end }: IncidentFacts): string {
  const { product } = run.runbook;
  const where = run.service === null ? said(product.title) : `${said(product.title)} (${said(run.service)})`;
  const [from, length] = [dayTime(times.occurredAt), sayDuration(end - times.occurredAt)];
  const span =
    times.resolvedAt === null
      ? `Since ${from} UTC (${length} so far) ${where} has`
      : `From ${from} until ${timeBeside(end, times.occurredAt)} UTC (${length}) ${where} had`;
  const last = run.updates.findLast(update => !update.noChange);
  return blocks(
    sentence(`${span} a ${said(highest(run))}: ${said(run.title)}`),
    run.impact === null ? '' : `What users felt: ${sentence(said(run.impact))}`,
    run.resolution === null
      ? last === undefined
        ? ''
        : `The last update said: ${sentence(said(last.conditions))}`
      : `What ended it: ${sentence(said(run.resolution.summary))}`,
    todo('Say it in three sentences for somebody who was not there: what users felt, for how long, what ended it.'),
  );
}

/** The highest grade it ever had. */
function highest(run: IncidentFacts['run']): string {
  return run.severities.reduce((high, { severity }) => (isHigher(run, severity, high) ? severity : high), run.severity);
}

export function impact(facts: IncidentFacts): string {
  const { run } = facts;
  return blocks(
    run.impact === null ? todo('What did users feel?') : sentence(said(run.impact)),
    timeTable(facts),
    todo('In numbers: how many users, requests, orders or support tickets? Which promised service levels were missed?'),
  );
}

const STATUSES: readonly (readonly [Stretch['status'], string])[] = [
  ['undeclared', 'Not yet declared'],
  ['investigating', 'Investigating'],
  ['mitigated', 'Mitigated'],
  ['resolved', 'Thought to be over'],
];

/** Each severity against each status; rows and columns add up to the whole. */
function timeTable({ run, stretches }: IncidentFacts): string {
  const statuses = STATUSES.filter(([id]) => stretches.some(one => one.status === id));
  const severities = run.runbook.grades
    .map(grade => grade.name)
    .filter(name => stretches.some(one => one.severity === name));
  const row = (title: string, of: (stretch: Stretch) => boolean) => {
    const cells = statuses.map(([id]) => timeIn(stretches, one => of(one) && one.status === id));
    return [title, ...cells.map(ms => (ms === 0 ? '' : sayDuration(ms))), sayDuration(timeIn(stretches, of))];
  };
  const rows = severities.map(name => row(said(name), one => one.severity === name));
  const all = severities.length > 1 ? [row('All', () => true)] : [];
  return table(['Time in', ...statuses.map(([, name]) => name), 'In all'], [...rows, ...all]);
}

export function detection(facts: IncidentFacts): string {
  const { run, moments, times } = facts;
  const suggested = moments.flatMap(({ fact }) =>
    fact.type === 'incident.suggested'
      ? [`- ${timeBeside(fact.at, times.declaredAt)} the figures suggested ${said(fact.data.says)}`]
      : [],
  );
  const late =
    times.toDetectMs > 0
      ? `What should have told us sooner than after ${sayDuration(times.toDetectMs)}?`
      : 'The beginning is the moment it was declared, because nobody gave another. What do the figures say about when it really began?';
  return blocks(source(run), lines(...suggested), keyTimesTable(facts), todo(late));
}

function source(run: IncidentFacts['run']): string {
  const by = who({ ...run, commander: null, deputy: null }, run.initiator);
  if (run.source?.kind === 'message') {
    const { permalink, text } = run.source;
    const where = permalink === null ? '' : ` (${link('message', permalink)})`;
    return `${by} declared it from a message${where}: “${saidInSlack(text)}”`;
  }
  if (run.source?.kind === 'release')
    return `${by} declared it from ${said(run.source.run)}, which stood still: ${sentence(said(run.source.says))}`;
  return `${by} declared it. ${todo('How did it come to light: an alert, a user, a colleague?')}`;
}

function keyTimesTable({ times, pages }: IncidentFacts): string {
  const { occurredAt, declaredAt, acknowledgedAt, mitigatedAt, resolvedAt } = times;
  const acknowledged = pages.length === 0 ? 'nobody was paged' : 'by nobody';
  const rows: readonly (readonly [string, number | null, string])[] = [
    ['Declared', declaredAt, ''],
    ['First page acknowledged', acknowledgedAt, acknowledged],
    ['Mitigated', mitigatedAt, 'not yet'],
    ['Resolved', resolvedAt, 'not yet'],
  ];
  return table(
    ['Moment', 'When', 'After it began', 'After it was declared'],
    rows.map(([what, at, never]) =>
      at === null
        ? [what, never, '', '']
        : [
            what,
            timeBeside(at, occurredAt),
            sayDuration(at - occurredAt),
            at < declaredAt ? 'before' : sayDuration(at - declaredAt),
          ],
    ),
  );
}

export function trigger({ run, moments, times, actions }: IncidentFacts): string {
  const looked = moments.some(({ fact }) => fact.type === 'suspects.found');
  const rows = run.suspects.map(({ run: id, title, version, at, status }) => {
    const before =
      at <= times.occurredAt
        ? `${sayDuration(times.occurredAt - at)} before`
        : `${sayDuration(at - times.occurredAt)} after`;
    const deeds = actions.filter(one => one.suspect === id);
    const done = deeds.map(
      one => `${timeBeside(one.taken.at, times.declaredAt)} ${said(one.title)}: ${said(one.done?.says ?? 'not ended')}`,
    );
    return [said(id), said(title), said(version), `${dayTime(at)} (${before} it began)`, said(status), done.join('; ')];
  });
  const links = run.links.map(one => `- ${timeBeside(one.at, times.declaredAt)} ${said(one.run)}: ${said(one.why)}`);
  const none = looked
    ? 'No release of this product went to production shortly before it, as far as gonogo knows.'
    : 'Nobody looked for recent releases.';
  const names = run.suspects.map(one => said(one.run)).join(' or ');
  return blocks(
    rows.length === 0
      ? none
      : table(['Release', 'Title', 'Version', 'In production', 'Its state then', 'What was done with it'], rows),
    links.length === 0 ? '' : `Linked runs:\n\n${lines(...links)}`,
    rows.length === 0 ? '' : todo(`Did ${names} set it off, or only come before it? What shows that?`),
    todo('What else changed: configuration, data, traffic, a certificate, something we depend on?'),
  );
}

export function decisions({ run, moments }: IncidentFacts): string {
  const all = moments.flatMap(({ fact, before }) =>
    fact.type === 'decision.added'
      ? [`- **${timeBeside(fact.at, run.startedAt)}** ${whoActs(before ?? run, fact.actor)}: ${said(fact.data.text)}`]
      : [],
  );
  if (all.length === 0)
    return todo('No decision was recorded. What was decided, by whom, and what else was on the table?');
  return lines(...all);
}

export function messages({ run, cadence }: IncidentFacts): string {
  const rows = run.updates.map(update => {
    const parts: readonly (readonly [string, string])[] = [
      ['', update.status],
      ['', update.conditions],
      ['Doing: ', update.actions],
      ['Needed: ', update.needs],
    ];
    const text = parts.filter(([, part]) => part.trim() !== '').map(([lead, part]) => `${lead}${sentence(said(part))}`);
    return [timeBeside(update.at, run.startedAt), person(update.by), text.join(' ')];
  });
  const none = cadence.due > 0 ? 'No update was posted, though one was due.' : 'No update was posted.';
  return blocks(
    rows.length === 0 ? none : table(['When', 'By', 'Update'], rows),
    todo('For people outside: what happened, what we did, what we change. No names, no internals.'),
  );
}
