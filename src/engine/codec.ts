import { sha256 } from '#src/base/id.ts';
import { canonicalJson } from '#src/base/json.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { EventType } from '#src/domain/events.ts';
import { EVENT_SCHEMAS, EVENT_VERSION } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { GonogoError } from '#src/errors.ts';
import type { EventRow } from '#src/ports/store.ts';

/** The hash before the first event of a stream. */
export const NO_HASH = '0'.repeat(64);

/** A fact as it is stored for ever: the RFC 8785 line with the hash of the one before it, and its own sha256. */
export function encode(stream: string, fact: Fact, prev: string): EventRow {
  const { seq, at, type, actor, data } = fact;
  const line = canonicalJson({ v: EVENT_VERSION, stream, seq, at, type, actor, data, prev });
  return { stream, seq, at, type, line, hash: sha256(line) };
}

type Line = {
  v: number;
  stream: string;
  seq: number;
  at: number;
  type: string;
  actor: Actor;
  data: unknown;
  prev: string;
};

/** Reads a stored line back. Throws `stream.unreadable` for a type or shape this version does not know. */
export function decode(row: EventRow): Fact {
  const line = JSON.parse(row.line) as Line;
  const schema = EVENT_SCHEMAS[line.type as EventType];
  const parsed = schema?.safeParse(line.data);
  if (line.v !== EVENT_VERSION || !parsed?.success) {
    throw new GonogoError(
      'stream.unreadable',
      `Event ${row.seq} of ${row.stream} (${line.type}, version ${line.v}) cannot be read by this gonogo; a newer one wrote it. Start that one again.`,
      { cause: parsed?.error },
    );
  }
  return { seq: line.seq, at: line.at, actor: line.actor, type: line.type, data: parsed.data } as Fact;
}

export type ChainProblem = { readonly seq: number; readonly says: string };

/** Checks a whole stream: numbers without a gap, each line hashing to its hash and naming the one before. Null: it holds. */
export function verifyChain(rows: readonly EventRow[]): ChainProblem | null {
  let prev = NO_HASH;
  for (const [index, row] of rows.entries()) {
    const line = JSON.parse(row.line) as Line;
    if (row.seq !== index + 1 || line.seq !== row.seq || line.stream !== row.stream)
      return { seq: row.seq, says: `number ${index + 1} was expected, ${line.seq} stands there` };
    if (sha256(row.line) !== row.hash) return { seq: row.seq, says: 'the line does not hash to its hash' };
    if (line.prev !== prev) return { seq: row.seq, says: 'it does not follow the event before it' };
    prev = row.hash;
  }
  return null;
}
