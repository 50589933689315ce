import { sayDuration } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { Turn } from '../cadence-kept.ts';
import { lengthOf } from '../cadence-kept.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, lines, person, said, timeBeside } from './words.ts';

/** Whether people heard of it when they were told they would. */
export function updates({ run, cadence: kept }: IncidentFacts): string {
  const { turns, due, met, late, putOff, worstLateMs, longest } = kept;
  if (turns.every(turn => turn.dueAt === null)) return blocks('### Updates', 'No updates were due at this severity.');
  const missing = [
    late === 0 ? null : `${late} late, by ${late === 1 ? '' : 'up to '}${sayDuration(worstLateMs)}`,
    putOff === 0 ? null : `${putOff} put off with a reason`,
  ].filter(part => part !== null);
  const none = turns.at(-1)?.ending === 'open' ? 'No update was due yet.' : 'It ended before an update was due.';
  const verdict =
    due === 0 ? none : `${met} of ${due} in time${missing.length === 0 ? '' : `; ${missing.join(', ')}`}.`;
  const silence =
    longest === null
      ? ''
      : `The longest time without a word was ${sayDuration(lengthOf(longest))}, from ${timeBeside(longest.from, run.startedAt)} to ${timeBeside(longest.to, run.startedAt)}.`;
  const rows = turns.map((turn, index) => [
    String(index + 1),
    turn.dueAt === null ? '' : timeBeside(turn.dueAt, run.startedAt),
    posted(run, turn),
    sayDuration(lengthOf(turn)),
    OUTCOMES[turn.outcome],
  ]);
  return blocks(
    '### Updates',
    `${verdict} ${silence}`.trim(),
    table(['No.', 'Due by', 'Posted', 'Silence before it', 'Kept'], rows),
    snoozes(run, turns),
  );
}

const OUTCOMES: { readonly [outcome in Turn['outcome']]: string } = {
  met: 'yes',
  'put-off': 'put off',
  late: '**late**',
  missed: '**missed**',
  'not-due': 'not due',
};

function posted(run: IncidentFacts['run'], { ending, to, lateMs }: Turn): string {
  const at = timeBeside(to, run.startedAt);
  const late = lateMs === 0 ? '' : `, ${sayDuration(lateMs)} late`;
  switch (ending) {
    case 'update':
      return `${at}${late}`;
    case 'no-change':
      return `${at}${late} (“no change”)`;
    case 'resolved':
      return `resolved ${at}${lateMs === 0 ? '' : ', without it'}`;
    case 'open':
      return 'not yet';
  }
}

function snoozes(run: IncidentFacts['run'], turns: readonly Turn[]): string {
  const all = turns.flatMap(turn => turn.snoozes);
  if (all.length === 0) return '';
  const all_ = all.map(
    ({ at, until, reason, by }) =>
      `- ${timeBeside(at, run.startedAt)} ${person(by)} put it off until ${timeBeside(until, run.startedAt)}: ${said(reason)}`,
  );
  return `Put off:\n\n${lines(...all_)}`;
}
