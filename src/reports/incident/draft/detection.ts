import { sayDuration } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, lines, link, said, saidInSlack, sentence, timeBeside, todo, who } from './words.ts';

/** How it came to light, and how long each step from there took. */
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
  if (run.source?.kind === 'alert')
    return `${by} declared it from what was measured in ${said(run.source.environment)}${run.source.alert === null ? '' : ` (the alert ${said(run.source.alert)})`}: ${sentence(said(run.source.says))}`;
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
