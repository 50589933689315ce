import type { Instant } from '#src/base/time.ts';
import { iso } from '#src/base/time.ts';
import type { Captured } from '#src/domain/incident/state.ts';
import type { IncidentFacts } from '../facts.ts';
import type { Moment } from '../history.ts';
import { tellIncidentFact } from './tell-incident.ts';
import { tellWorkFact } from './tell-work.ts';
import { blocks, dayTime, lines, link, person, said, saidInSlack, time, timeBeside, who } from './words.ts';

type Entry = { readonly at: Instant; readonly chapter: string; readonly text: string };

/** What happened, in UTC, in chapters; what only the machine said to itself is counted and left out. */
export function timelineText(facts: IncidentFacts): string {
  const told = facts.moments.flatMap(moment => entryOf(facts, moment));
  const entries = [...beginning(facts), ...told, ...Object.values(facts.run.captured).map(one => captured(facts, one))];
  const ordered = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.at - b.entry.at || a.index - b.index);
  return blocks(...chapters(ordered.map(one => one.entry)), leftOut(facts));
}

function entryOf(facts: IncidentFacts, moment: Moment): readonly Entry[] {
  const text = tellIncidentFact(facts, moment) ?? tellWorkFact(facts, moment);
  return text === null ? [] : [{ at: moment.fact.at, chapter: CHAPTER[moment.run.status], text }];
}

const BEFORE = 'Before it was declared';
const CHAPTER = {
  investigating: 'Investigating',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
} as const;

/** Only where people said that it began earlier than they noticed. */
function beginning({ times }: IncidentFacts): readonly Entry[] {
  if (times.occurredAt >= times.declaredAt) return [];
  return [{ at: times.occurredAt, chapter: BEFORE, text: 'It began, as far as people know' }];
}

/** In its own time, as it read when it was pinned, with what became of it. */
function captured({ run, moments }: IncidentFacts, message: Captured): Entry {
  const at = Math.round(Number(message.ts) * 1_000);
  const status = run.statuses.findLast(one => one.at <= at)?.status;
  const then = moments.findLast(({ fact }) => fact.at <= at)?.run ?? moments[0]?.run ?? run;
  const author = message.author === null ? 'Somebody' : who(then, message.author);
  const edits = message.edits.map(
    edit =>
      `\n  - ${timeBeside(edit.at, at)} ${edit.text === null ? 'deleted' : `edited to: ${saidInSlack(edit.text)}`}`,
  );
  return {
    at,
    chapter: status === undefined ? BEFORE : CHAPTER[status],
    text: `${author} wrote: ${saidInSlack(message.text)} (${link('message', message.permalink)}, 📌 ${person(message.by)})${edits.join('')}`,
  };
}

function chapters(entries: readonly Entry[]): readonly string[] {
  const parts: Entry[][] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    if (last?.[0]?.chapter === entry.chapter) last.push(entry);
    else parts.push([entry]);
  }
  return parts.map(part => {
    const [first] = part;
    const title = `### ${first?.chapter}, ${dayTime(first?.at ?? 0)} UTC`;
    return `${title}\n\n${lines(...part.map((entry, index) => line(entry, part[index - 1] ?? entry)))}`;
  });
}

/** The day is said again where it changes. */
function line({ at, text }: Entry, before: Entry): string {
  const sameDay = iso(at).slice(0, 10) === iso(before.at).slice(0, 10);
  return `- **${sameDay ? time(at) : dayTime(at)}** ${text}`;
}

/** What is not told line by line, so that nobody thinks that it did not happen. */
function leftOut(facts: IncidentFacts): string {
  const groups = new Map<readonly [string, string], number>();
  for (const moment of facts.moments) {
    if (entryOf(facts, moment).length > 0) continue;
    const group = groupOf(moment);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  if (groups.size === 0) return '';
  const list = [...groups].map(([[one, more], number]) => `${number} ${number === 1 ? one : more}`);
  return `Left out here: ${list.join(', ')}. All of it: \`gonogo timeline ${said(facts.run.id)}\`.`;
}

/** What a fact is when it stands alone, and when there are more. */
const GROUPS: readonly { readonly of: RegExp; readonly words: readonly [string, string] }[] = [
  { of: /^(?:watch|snapshot|comparison)\./, words: ['measurement', 'measurements'] },
  { of: /^(?:phase|step|item|command|evidence)\./, words: ['step of the runbook', 'steps of the runbook'] },
  { of: /^incident\.update-(?:due|missed)$/, words: ['reminder', 'reminders'] },
  { of: /^page\./, words: ['message about pages', 'messages about pages'] },
  { of: /^access\.denied$/, words: ['refusal', 'refusals'] },
];
const OTHER: readonly [string, string] = ['other fact', 'other facts'];

function groupOf({ fact }: Moment): readonly [string, string] {
  return GROUPS.find(({ of }) => of.test(fact.type))?.words ?? OTHER;
}
