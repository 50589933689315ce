import { sayDuration } from '#src/base/time.ts';
import { serviceOwner } from '#src/domain/incident/service.ts';
import type { PostmortemState } from '#src/domain/incident/state.ts';
import { inline, table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, dayTime, person, roleTitle, said, timeBeside, todo, who } from './words.ts';

const STATES: readonly (readonly [PostmortemState, string])[] = [
  ['draft', 'Draft'],
  ['in-review', 'In review'],
  ['reviewed', 'Reviewed'],
  ['closed', 'Closed'],
];

/** What it was, how long, by which runbook, and how far the postmortem is. */
export function header(facts: IncidentFacts): string {
  const { run } = facts;
  const state = STATES.map(([id, name]) => (id === run.postmortem.state ? `**${name}**` : name)).join(' → ');
  return blocks(
    `# Postmortem of ${inline(run.id)}: ${said(run.title)}`,
    state,
    marks(facts),
    table(['Severity', severities(facts)], [...times(facts), ...papers(facts)]),
  );
}

function marks({ run }: IncidentFacts): string {
  return blocks(
    run.drill ? '> **This was a drill.** Nobody was paged.' : '',
    run.private ? '> **Private:** it stays with those who were called in.' : '',
    run.titled ? '' : todo('It was declared without a title. What do we call it?'),
  );
}

function severities({ run, times }: IncidentFacts): string {
  return run.severities
    .map(
      ({ severity, at }, index) => `${said(severity)}${index === 0 ? '' : ` from ${timeBeside(at, times.declaredAt)}`}`,
    )
    .join(', ');
}

function times({ run, times: key, end }: IncidentFacts): readonly (readonly string[])[] {
  const beginning = key.toDetectMs > 0 ? ` (${sayDuration(key.toDetectMs)} before it was declared)` : '';
  const open = run.status === 'resolved' ? '' : ` and goes on: ${run.status}`;
  return [
    ['Began', `${dayTime(key.occurredAt)} UTC${beginning}`],
    ['Declared', `${dayTime(key.declaredAt)} UTC by ${person(run.initiator)}`],
    ['Mitigated', key.mitigatedAt === null ? 'not yet' : `${dayTime(key.mitigatedAt)} UTC`],
    ['Resolved', key.resolvedAt === null ? 'not yet' : `${dayTime(key.resolvedAt)} UTC`],
    ['Duration', `${sayDuration(end - key.occurredAt)}${open}`],
    ['Commander', commanders(run)],
  ];
}

function commanders(run: IncidentFacts['run']): string {
  if (run.commanders.length === 0) return todo('Nobody had command. Who decided?');
  return run.commanders
    .map(({ user, at }, index) => `${person(user)}${index === 0 ? '' : ` from ${timeBeside(at, run.startedAt)}`}`)
    .join(', ');
}

function papers({ run, moments }: IncidentFacts): readonly (readonly string[])[] {
  const { product, files, title } = run.runbook;
  const owner = serviceOwner(run);
  const service = run.service === null ? '' : `, ${said(run.service)}`;
  const owned = owner === null ? '' : ` (owner: ${said(roleTitle(run, owner))})`;
  const pinned = files.map(file => `\`${inline(file.path)}\` ${file.hash.slice(0, 12)}`).join(', ');
  const { postmortem } = run;
  return [
    ['Product', `${said(product.title)}${service}${owned}`],
    ['Runbook', `${said(title)}, as of ${pinned}`],
    ['Owner of this page', postmortem.owner === null ? todo('Who writes it?') : who(run, postmortem.owner)],
    ['Due', postmortem.dueAt === null ? 'no date is set' : `${dayTime(postmortem.dueAt)} UTC`],
    ['Written from', `${moments.length} facts of the timeline; times are UTC, people are Slack ids`],
  ];
}
