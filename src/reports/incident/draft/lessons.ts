import { MINUTE, sayDuration } from '#src/base/time.ts';
import { wallTimeAt } from '#src/base/wall-time.ts';
import { isHigher } from '#src/domain/incident/grade.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import type { IncidentFacts } from '../facts.ts';
import { count, lines, roleTitles, said, timeBeside, todo } from './words.ts';

/** Longer than this to be seen, or to be answered, is asked about. */
const SLOW_MS = 5 * MINUTE;

export function wentWell({ pages, cadence, times, actions, handovers, run }: IncidentFacts): string {
  const quick = pages.find(page => page.acknowledged !== null && page.acknowledged.afterMs <= SLOW_MS);
  const helped = actions.findLast(
    one => one.done !== null && times.mitigatedAt !== null && one.done.at <= times.mitigatedAt,
  );
  const accepted = handovers.find(one => one.outcome === 'accepted');
  return questions(
    quick?.acknowledged &&
      `${roleTitles(run, quick.roles)} had acknowledged ${sayDuration(quick.acknowledged.afterMs)} after the page: what made that work?`,
    cadence.due > 0 &&
      cadence.met === cadence.due &&
      `All ${count(cadence.due, 'update')} came in time: what made that possible?`,
    helped?.done &&
      times.mitigatedAt !== null &&
      `“${said(helped.title)}” was done ${sayDuration(times.mitigatedAt - helped.done.at)} before users felt it no more: was it that, and could it have come sooner?`,
    accepted !== undefined &&
      accepted.endedAt !== null &&
      `Command went over within ${sayDuration(accepted.endedAt - accepted.offered.at)}: was the brief enough?`,
    'What else went well and should stay as it is?',
  );
}

export function wentBadly(facts: IncidentFacts): string {
  return questions(...seen(facts), ...reached(facts), ...heard(facts), ...done(facts), 'What else cost users time?');
}

type Question = string | false | null | undefined;

/** Seen late, or taken for less than it was. */
function seen({ run, times }: IncidentFacts): readonly Question[] {
  const raised = run.severities.find(
    (one, index) => index > 0 && isHigher(run, one.severity, run.severities[index - 1]?.severity ?? ''),
  );
  return [
    times.toDetectMs >= SLOW_MS &&
      `It went on for ${sayDuration(times.toDetectMs)} before anybody declared it: what would have told us?`,
    raised &&
      `It was raised to ${said(raised.severity)} ${sayDuration(raised.at - times.declaredAt)} after it was declared: what would have shown that at once?`,
    ...times.setbacks.map(
      ({ at, from, reason }) =>
        `It was called ${from} and was not (${timeBeside(at, run.startedAt)}: ${said(reason)}): what did we not look at?`,
    ),
  ];
}

/** Not reached at once. */
function reached({ run, pages, moments }: IncidentFacts): readonly Question[] {
  const late = pages.flatMap((page): Question[] => {
    const whom = roleTitles(run, page.roles);
    if (page.failed)
      return [`The page to ${whom} failed (${said(page.failed.says)}): does that way work now, and who checks it?`];
    if (page.acknowledged === null)
      return run.status === 'resolved'
        ? [
            `The page to ${whom} of ${timeBeside(page.requestedAt, run.startedAt)} was never acknowledged: whom did it ring?`,
          ]
        : [];
    return [
      page.acknowledged.afterMs > SLOW_MS &&
        `The page to ${whom} was acknowledged only after ${sayDuration(page.acknowledged.afterMs)}: why?`,
    ];
  });
  const chain = moments.flatMap(({ fact }) =>
    fact.type === 'incident.escalated' && fact.data.rule >= 0
      ? [
          `${roleTitles(run, fact.data.roles)} had to be called (${said(fact.data.says)}): should the chain be faster, or was it not needed?`,
        ]
      : [],
  );
  return [...late, ...chain];
}

/** Kept in the dark. */
function heard({ cadence }: IncidentFacts): readonly Question[] {
  const { late, due, putOff, worstLateMs } = cadence;
  return [
    late > 0 &&
      `${late} of ${count(due, 'update')} ${late === 1 ? 'was' : 'were'} late by ${late === 1 ? '' : 'up to '}${sayDuration(worstLateMs)}: why?`,
    putOff > 0 &&
      `${count(putOff, 'update')} ${putOff === 1 ? 'was' : 'were'} put off: who could have written ${putOff === 1 ? 'it' : 'them'} instead?`,
  ];
}

/** Did not work, or was not done. */
function done({ run }: IncidentFacts): readonly Question[] {
  const of = (...statuses: readonly string[]) =>
    Object.keys(run.steps)
      .filter(id => statuses.includes(stateOf(run, id).status))
      .map(id => `“${said(titleById(run, id))}”`);
  const failed = of('failed', 'interrupted');
  const skipped = of('skipped');
  const refused = run.refusals.length;
  return [
    failed.length > 0 && `${failed.join(', ')} failed and stayed so: is the runbook wrong, or the system?`,
    skipped.length > 0 && `Left out of the runbook: ${skipped.join(', ')}. Does it ask for something nobody needs?`,
    refused > 0 &&
      `Resolving was refused ${refused === 1 ? 'once' : `${refused} times`}: did everybody know what the end asks for?`,
  ];
}

export function lucky({ run, times }: IncidentFacts): string {
  const { timezone, calendar } = run.runbook.product;
  const wall = wallTimeAt(times.occurredAt, timezone);
  const { days, from, to } = calendar.workdays ?? { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60 };
  const minute = wall.hour * 60 + wall.minute;
  const atWork = days.includes(wall.weekday) && minute >= from && minute < to;
  const clock = `${DAYS[wall.weekday]} at ${String(wall.hour).padStart(2, '0')}:${String(wall.minute).padStart(2, '0')} (${timezone})`;
  return questions(
    atWork
      ? `It began on a ${clock}, in working hours: how would it have gone at three in the morning?`
      : `It began on a ${clock}, outside working hours: who happened to be there, and what if they had not been?`,
    run.source === null && 'Somebody noticed it. What if nobody had looked just then?',
    'What could have made it much worse, and did not?',
  );
}

const DAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function questions(...all: readonly Question[]): string {
  return lines(...all.map(one => (one ? `- ${todo(one)}` : null)));
}
