import { sayDuration } from '#src/base/time.ts';
import { table } from '../markdown.ts';
import type { Turn } from './cadence-kept.ts';
import { lengthOf } from './cadence-kept.ts';
import type { IncidentFacts } from './facts.ts';
import type { PageStory } from './pages.ts';
import { waitedMs } from './waits.ts';
import { blocks, count, lines, person, roleTitles, said, sentence, timeBeside, todo, who } from './words.ts';

/** Who was there, how they were reached, and whether people heard of it when they were told they would. */
export function response(facts: IncidentFacts): string {
  return blocks(people(facts), pages(facts), cadence(facts), waits(facts));
}

function people({ run, handovers, moments }: IncidentFacts): string {
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

function pages({ run, pages: all, moments }: IncidentFacts): string {
  const chain = moments.flatMap(({ fact }) =>
    fact.type === 'incident.escalated' && fact.data.rule >= 0
      ? [`- ${timeBeside(fact.at, run.startedAt)} ${roleTitles(run, fact.data.roles)}: ${said(fact.data.says)}`]
      : [],
  );
  if (all.length === 0)
    return blocks(
      '### Pages',
      run.drill ? 'Nobody was paged, as in every drill.' : 'Nobody was paged.',
      lines(...chain),
    );
  const rows = all.map(page => [
    timeBeside(page.requestedAt, run.startedAt),
    roleTitles(run, page.roles),
    said(page.why),
    page.acceptedAt === null ? 'never' : `after ${sayDuration(page.acceptedAt - page.requestedAt)}`,
    acknowledged(page),
    otherWays(run, page),
  ]);
  return blocks(
    '### Pages',
    table(['Requested', 'For', 'Why', 'Accepted by the pager', 'Acknowledged', 'Trouble and other ways'], rows),
    chain.length === 0 ? '' : `The chain of escalation went on:\n\n${lines(...chain)}`,
  );
}

function acknowledged({ acknowledged: done }: PageStory): string {
  if (done === null) return '**never**';
  const by = done.by === null ? 'somebody' : said(done.by);
  return `after ${sayDuration(done.afterMs)} by ${by}${done.via === 'slack' ? ' (in Slack)' : ' (says the pager)'}`;
}

function otherWays(run: IncidentFacts['run'], { failed, fallback, acknowledged: done, ended }: PageStory): string {
  const at = (instant: number) => timeBeside(instant, run.startedAt);
  const ways = fallback && [...fallback.users.map(person), ...fallback.mails.map(said)].join(', ');
  // A failure brings its second way along, with the same words.
  const why = fallback === null || fallback.says === failed?.says ? '' : `${said(fallback.says)}: `;
  return [
    failed && `**failed** ${at(failed.at)}: ${said(failed.says)}`,
    fallback && `${at(fallback.at)} ${why}${ways === '' ? 'no second way is named' : `then tried ${ways}`}`,
    done === null && ended && `${at(ended.at)} ${said(ended.says)}`,
  ]
    .filter(Boolean)
    .join('; ');
}

function cadence({ run, cadence: kept }: IncidentFacts): string {
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

const WAITED = { page: 'a page', handover: 'a hand-over', step: 'a step' } as const;
/** Shorter ones are no news. */
const WAIT_MS = 5 * 60_000;

function waits({ run, waits: all }: IncidentFacts): string {
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
