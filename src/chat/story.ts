import { findStep } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { toldTitle } from '#src/domain/procedure/titles.ts';
import { inert } from './escape.ts';
import { cut, TEXT_MAX } from './limits.ts';
import type { Message } from './message.ts';
import { storyLine } from './story-line.ts';
import type { Told, ToldFact } from './told.ts';

/** Steps that ended well by themselves are told one by one up to here, and as one line beyond. */
const SMALL_MAX = 2;
const LINE_MAX = 2_500;

/**
 * What the thread says about some facts: a calm line each, small ones together, all in one message. Null when there is
 * nothing to say. The whole story is on the timeline; a message that would be too long says how much it left out.
 */
export function storyLines(run: Run, told: readonly ToldFact[]): Message | null {
  const lines = grouped(withoutShadows(run, told)).flatMap(group => sayGroup(run, group));
  if (lines.length === 0) return null;
  return { text: joined(lines.map(line => cut(line, LINE_MAX))) };
}

/** Not twice: a step told as ended need not be told as begun, and a pause says itself which failure is behind it. */
function withoutShadows(run: Run, told: readonly ToldFact[]): readonly ToldFact[] {
  const ended = new Set(
    told.flatMap(fact =>
      ENDS.has(fact.type) && 'step' in fact.data && 'attempt' in fact.data
        ? [keyOf(fact.data as { step: unknown; attempt: unknown })]
        : [],
    ),
  );
  return told.filter(fact => {
    if (fact.type === 'step.finished') return !hasItsOwnLine(run, told, fact);
    if (fact.type === 'step.failed') return !told.some(one => one.type === 'release.paused' && saysItToo(one, fact));
    return fact.type !== 'step.started' || !ended.has(keyOf(fact.data));
  });
}

function saysItToo({ data: pause }: Told<'release.paused'>, { data }: Told<'step.failed'>): boolean {
  return pause.step === data.step && pause.says.includes(data.says);
}

/** A go is told with its voters, a report with its files. */
function hasItsOwnLine(run: Run, told: readonly ToldFact[], { data }: Told<'step.finished'>): boolean {
  const verb = findStep(run, data.step)?.verb;
  return verb === 'approve' || (verb === 'report' && told.some(fact => fact.type === 'report.written'));
}

const ENDS: ReadonlySet<ToldFact['type']> = new Set([
  'step.finished',
  'step.failed',
  'step.interrupted',
  'step.cancelled',
]);

function keyOf(data: { readonly step: unknown; readonly attempt: unknown }): string {
  return `${data.step}:${data.attempt}`;
}

type Group =
  | { readonly kind: 'one'; readonly fact: ToldFact }
  | { readonly kind: 'done'; readonly facts: readonly Told<'step.finished'>[] }
  | { readonly kind: 'published'; readonly names: readonly string[] };

/** Neighbours of one kind stand together: steps that ended by themselves, and published names (told last). */
function grouped(told: readonly ToldFact[]): readonly Group[] {
  const groups: Group[] = [];
  const names: string[] = [];
  for (const fact of told) {
    const last = groups.at(-1);
    if (fact.type === 'event.published') names.push(fact.data.name);
    else if (!isSmall(fact)) groups.push({ kind: 'one', fact });
    else if (last?.kind === 'done') groups[groups.length - 1] = { kind: 'done', facts: [...last.facts, fact] };
    else groups.push({ kind: 'done', facts: [fact] });
  }
  return names.length === 0 ? groups : [...groups, { kind: 'published', names }];
}

/** Ended by itself; what a person confirmed is told with the person. */
function isSmall(fact: ToldFact): fact is Told<'step.finished'> {
  return fact.type === 'step.finished' && fact.actor.kind === 'bot';
}

function sayGroup(run: Run, group: Group): readonly string[] {
  if (group.kind === 'published') return [`Published: ${group.names.map(inert).join(', ')}`];
  if (group.kind === 'one') return [storyLine(run, group.fact)].filter(line => line !== null);
  if (group.facts.length <= SMALL_MAX)
    return group.facts.map(fact => storyLine(run, fact)).filter(line => line !== null);
  const titles = [...new Set(group.facts.map(fact => inert(toldTitle(run, fact.data.step))))];
  return titles.length === 1
    ? [`✔ Done ${group.facts.length} times: ${titles[0]}`]
    : [`✔ ${titles.length} steps done: ${titles.join(', ')}`];
}

function joined(lines: readonly string[]): string {
  let text = '';
  for (const [index, line] of lines.entries()) {
    const left = lines.length - index;
    // Room for the last sentence below.
    if (text.length + line.length + 1 > TEXT_MAX - 60) return `${text}\n… and ${left} more on the timeline.`;
    text = text === '' ? line : `${text}\n${line}`;
  }
  return text;
}
