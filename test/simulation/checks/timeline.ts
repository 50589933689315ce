import { isDeepStrictEqual } from 'node:util';
import { fold } from '#src/domain/fold.ts';
import type { State } from '#src/domain/state.ts';
import { timersOf } from '#src/domain/timers.ts';
import { verifyChain } from '#src/engine/codec.ts';
import { summaryOf } from '#src/engine/summary.ts';
import type { Ended, Timeline } from './end.ts';

/** I1 kept for ever, I2 the chain, I3 state and list are the fold of the events, I14 every deed names who and by which rule. */
export async function checkTimeline({ life, told }: Ended, timeline: Timeline): Promise<readonly string[]> {
  const { stream, rows } = timeline;
  const problems: string[] = [];
  const broken = verifyChain(rows);
  if (broken) problems.push(`I2 ${stream} ${broken.seq}: ${broken.says}`);
  for (const { seq, hash, stream: where } of told) {
    if (where === stream && rows[seq - 1]?.hash !== hash) problems.push(`I1 ${stream} ${seq} was told and is gone`);
  }
  if (stream === 'system') return problems;
  const folded = foldAll(timeline);
  if (!isDeepStrictEqual(await liveState(life, stream), folded))
    problems.push(`I3 ${stream}: the live state is not the fold`);
  const row = await life.store.run(stream);
  const wanted = summaryOf(folded, rows.at(-1)?.hash ?? '', timersOf(folded));
  if (!isDeepStrictEqual(row, wanted)) problems.push(`I3 ${stream}: the row in lists is not the fold`);
  return [...problems, ...unnamed(timeline), ...doubled(timeline)];
}

function foldAll({ stream, facts }: Timeline): State {
  const state = facts.reduce((before: State | null, fact) => fold(stream, before, fact), null);
  if (state === null) throw new Error(`${stream} is empty`);
  return state;
}

/** What alerts only show of the last sweep is no fact, and gone with the process that saw it. */
async function liveState({ engine }: Ended['life'], stream: string): Promise<State | null> {
  const state = await engine.state(stream);
  return state?.kind === 'alerts' ? { ...state, sweeps: {}, people: {} } : state;
}

function unnamed({ stream, facts }: Timeline): readonly string[] {
  return facts.flatMap(fact => {
    const needsRule = 'rule' in fact.data && fact.actor.kind === 'person';
    if (fact.actor.kind === 'person' && fact.actor.user === '') return [`I14 ${stream} ${fact.seq}: by nobody`];
    if (needsRule && !(fact.data as { rule: string | null }).rule) return [`I14 ${stream} ${fact.seq}: by no rule`];
    return [];
  });
}

/** Each note carries the number of its press, so one press is one event, however often it was delivered. */
function doubled({ stream, facts }: Timeline): readonly string[] {
  const notes = facts.flatMap(fact =>
    fact.type === 'note.added' && fact.data.text.includes('(press-') ? [fact.data.text] : [],
  );
  return notes.filter((text, index) => notes.indexOf(text) !== index).map(text => `I1 ${stream}: twice "${text}"`);
}
