import { sayDuration } from '#src/base/time.ts';
import type { IncidentFacts } from '../facts.ts';
import { waitedMs } from '../waits.ts';
import { blocks, count, lines, person, said, sentence, timeBeside, todo } from './words.ts';

const WAITED = { page: 'a page', handover: 'a hand-over', step: 'a step' } as const;
/** Shorter ones are no news. */
const WAIT_MS = 5 * 60_000;

/** How long anybody was waited for, and for what. */
export function waits({ run, waits: all }: IncidentFacts): string {
  if (all.length === 0) return '';
  const long = all.filter(wait => wait.to - wait.from >= WAIT_MS);
  const listed = long.map(wait => {
    const what = wait.for === 'handover' ? person(wait.what) : `“${said(wait.what)}”`;
    return `- ${sayDuration(wait.to - wait.from)} for ${WAITED[wait.for]}, ${what}, from ${timeBeside(wait.from, run.startedAt)}`;
  });
  const rest = all.length - long.length;
  const short =
    rest === 0
      ? ''
      : sentence(`${count(rest, 'wait')} under ${sayDuration(WAIT_MS)} ${rest === 1 ? 'is' : 'are'} not listed`);
  return blocks(
    '### Waiting for people',
    `Somebody was waited for during ${sayDuration(waitedMs(all))} in all (what overlaps counts once).`,
    lines(...listed),
    long.length === 0 ? '' : short,
    long.length === 0 ? '' : todo('Which of these waits cost users time, and what would have made them shorter?'),
  );
}
