import { sayDuration } from '#src/base/time.ts';
import { isHigher } from '#src/domain/incident/grade.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, dayTime, said, sentence, timeBeside, todo } from './words.ts';

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
