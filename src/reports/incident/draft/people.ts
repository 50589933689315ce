import { sayDuration } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, lines, person, said, timeBeside, who } from './words.ts';

/** Who led when, who else was there, and how command went over. */
export function people({ run, handovers, moments }: IncidentFacts): string {
  const rows = run.commanders.map(({ user, at, how }, index) => {
    const until = run.commanders[index + 1]?.at;
    const span = `${timeBeside(at, run.startedAt)}${until === undefined ? ' to the end' : ` to ${timeBeside(until, run.startedAt)}`}`;
    return ['Commander', person(user), span, HOW[how]];
  });
  const led = run.commanders.map(one => one.user);
  const present = moments.flatMap(({ fact }) => (fact.actor.kind === 'person' ? [fact.actor.user] : []));
  const others = [...new Set([...run.responders, ...present])].filter(user => !led.includes(user));
  const offers = handovers.map(({ to, offered, brief, outcome, endedAt, reason }) => {
    const after = endedAt === null ? '' : ` after ${sayDuration(endedAt - offered.at)}`;
    const because = reason === null ? '' : `: ${said(reason)}`;
    return `- ${timeBeside(offered.at, run.startedAt)} ${person(offered.by)} offered command to ${person(to)}: ${OUTCOME[outcome]}${after}${because}${brief === null ? '' : `. The brief: ${said(brief)}`}`;
  });
  return blocks(
    '### People',
    rows.length === 0 ? '' : table(['Role', 'Who', 'From, to', 'How'], rows),
    others.length === 0 ? 'Nobody else took part.' : `Took part: ${others.map(user => who(run, user)).join(', ')}.`,
    offers.length === 0 ? '' : `Hand-overs:\n\n${lines(...offers)}`,
  );
}

const HOW = {
  declared: 'named when it was declared',
  took: 'took command',
  handover: 'accepted the hand-over',
} as const;
const OUTCOME = {
  accepted: 'accepted',
  declined: 'declined',
  dropped: 'overtaken',
  open: 'never answered',
} as const;
