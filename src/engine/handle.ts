import type { Json } from '#src/base/json.ts';
import type { Command } from '#src/domain/commands.ts';
import { decide } from '#src/domain/decide.ts';
import type { Fact, Refusal } from '#src/domain/fact.ts';
import { ACTING } from '#src/domain/procedure/effects.ts';
import type { State } from '#src/domain/state.ts';
import { GonogoError } from '#src/errors.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { AppendAnswer, Change, Store } from '#src/ports/store.ts';
import type { Along } from './change.ts';
import { buildChange, isEmpty } from './change.ts';
import type { Heard } from './heard.ts';
import type { Cell, Streams, View } from './streams.ts';

/** Decisions lost to a concurrent one are made again so often; with one process this is never reached. */
const CONFLICT_RETRIES_MAX = 8;

export type Handled =
  | { readonly kind: 'done'; readonly run: State | null; readonly reply: Json | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The effect or timer it answers is already gone. */
  | { readonly kind: 'stale' }
  /** This request was answered before. */
  | { readonly kind: 'duplicate'; readonly reply: Json };

export type HandleOptions = Omit<Along, 'request'> & {
  /** A person's request: the reply is stored with what was accepted, so that a second delivery gets the first answer. */
  readonly request?: { readonly key: string; readonly reply: (after: State) => Json };
};

export type HandleParts = {
  readonly store: Store;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly heard: Heard;
  /** Told of what is on disk. */
  readonly appended: (change: Change) => void;
  readonly onFacts?: OnFacts;
};

/** Told of facts once they are on disk, each once: for /metrics. Must not throw; nothing is decided by it. */
export type OnFacts = (told: {
  readonly before: State | null;
  readonly run: State;
  readonly facts: readonly Fact[];
}) => void;

/**
 * Decides a command on the newest state of its stream and answers after it is on disk. `command` null records only what
 * comes along (an effect that ended without telling the run anything).
 * Throws `stream.busy` after 8 lost races, `store.failed` when the commit failed: then the process must stop.
 */
export async function handle(
  parts: HandleParts,
  stream: string,
  command: Command | null,
  options: HandleOptions = {},
): Promise<Handled> {
  for (let attempt = 0; attempt < CONFLICT_RETRIES_MAX; attempt++) {
    const { outcome, answer } = await parts.streams.alone(stream, (view, cell) =>
      step(parts, stream, view, cell, command, options),
    );
    const answered = await answer;
    if (answered === 'appended') return outcome;
    if (answered === 'stale') return { kind: 'stale' };
    if (answered !== 'conflict') return { kind: 'duplicate', reply: answered.duplicate };
  }
  throw new GonogoError(
    'stream.busy',
    `${stream} changed ${CONFLICT_RETRIES_MAX} times while a command was decided; press again`,
    { retryable: true },
  );
}

type Step = { readonly outcome: Handled; readonly answer: Promise<AppendAnswer> };

async function step(
  parts: HandleParts,
  stream: string,
  view: View,
  cell: Cell,
  command: Command | null,
  options: HandleOptions,
): Promise<Step> {
  const { store, clock } = parts;
  const { request, ...rest } = options;
  // Most requests come once. One that was answered before this start is recognised when it is appended, or refused.
  const earlier = request && parts.heard.again(request.key) ? await store.readRequest(request.key) : null;
  if (earlier !== null) return answeredBefore(earlier);
  // A timer that was due has come, even if the clock was set back between the look and the decision.
  const now = Math.max(clock.now(), options.fires?.at ?? 0);
  const decided = command
    ? decide(stream, view.run, command, now)
    : { run: view.run, facts: [], effects: [], refusal: null };
  if (decided.refusal && request) {
    // The first delivery may still be on its way to the disk: then what it did is what this one would be refused for.
    await Promise.allSettled(cell.pending);
    const first = await store.readRequest(request.key);
    if (first !== null) return answeredBefore(first);
  }
  const reply = request && decided.refusal === null && decided.run ? request.reply(decided.run) : null;
  const cancel = [...(options.cancel ?? []), ...(await left(store, stream, cell, decided.facts))];
  const along: Along = {
    ...rest,
    cancel,
    ...(request && decided.refusal === null ? { request: { key: request.key, reply } } : {}),
  };
  const built = buildChange(stream, view, decided, now, along);
  const outcome: Handled = decided.refusal
    ? { kind: 'refused', refusal: decided.refusal }
    : { kind: 'done', run: decided.run, reply };
  if (isEmpty(built.change)) return { outcome, answer: Promise.resolve('appended') };
  cell.view = built.view;
  const { run, facts } = decided;
  const told = () => run && facts.length > 0 && parts.onFacts?.({ before: view.run, run, facts });
  return { outcome, answer: append(parts, cell, built.change, told) };
}

function answeredBefore(reply: Json): Step {
  return { outcome: { kind: 'duplicate', reply }, answer: Promise.resolve({ duplicate: reply }) };
}

/** On the way back, what the forward way still wanted to do and has not begun is cancelled in the same change. */
async function left(store: Store, stream: string, cell: Cell, facts: readonly Fact[]): Promise<readonly string[]> {
  if (!facts.some(fact => fact.type === 'release.rollback-started' || fact.type === 'release.aborted')) return [];
  await Promise.allSettled(cell.pending);
  const due = await store.effectsOf(stream, ['due']);
  return due.filter(row => (ACTING as readonly string[]).includes(row.kind)).map(row => row.id);
}

async function append(parts: HandleParts, cell: Cell, change: Change, told: () => void): Promise<AppendAnswer> {
  const writing = parts.store.append(change);
  cell.pending.add(writing);
  try {
    const answer = await writing;
    // Whoever decided on a state that never came to be decides again, on what is on disk.
    if (answer !== 'appended') cell.view = null;
    else {
      parts.appended(change);
      told();
    }
    return answer;
  } finally {
    cell.pending.delete(writing);
  }
}
