import type { Database as RawDatabase } from 'better-sqlite3';
import type { Fact } from '#src/domain/fact.ts';
import { decode } from '#src/engine/codec.ts';
import type { EventRow } from '#src/ports/store.ts';
import type { Life } from '../life.ts';
import type { Told } from '../presses.ts';
import type { World } from '../world/world.ts';
import { checkEffects } from './effects.ts';
import { checkGates } from './gates.ts';
import { checkRollout } from './rollout.ts';
import { checkTimeline } from './timeline.ts';

/** What there is to judge after a schedule: the file itself, the world, and what people were told. */
export type Ended = {
  readonly raw: RawDatabase;
  readonly world: World;
  readonly life: Life;
  readonly told: readonly Told[];
};

export type Timeline = { readonly stream: string; readonly rows: readonly EventRow[]; readonly facts: readonly Fact[] };

/** All invariants that are judged from the outside, over the whole history. Answers a sentence for each that is broken. */
export async function checkEnd(ended: Ended): Promise<readonly string[]> {
  const timelines = readTimelines(ended.raw);
  const problems: string[] = [];
  for (const timeline of timelines) {
    problems.push(...(await checkTimeline(ended, timeline)));
    if (timeline.stream === 'system') continue;
    problems.push(...checkGates(timeline), ...checkRollout(ended.world, timeline));
    for (const { type } of timeline.facts) ended.world.reach(`event:${type}`);
  }
  return [
    ...problems,
    ...checkEffects({ raw: ended.raw, world: { ...ended.world, commands: [...ended.world.commands.values()] } }),
  ];
}

function readTimelines(raw: RawDatabase): readonly Timeline[] {
  const rows = raw
    .prepare('select stream, seq, at, type, line, hash from events order by position')
    .all() as EventRow[];
  const streams = [...new Set(rows.map(row => row.stream))];
  return streams.map(stream => {
    const own = rows.filter(row => row.stream === stream);
    return { stream, rows: own, facts: own.map(decode) };
  });
}
