import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command, WorldCommand } from '#src/domain/commands.ts';
import type { StepRef } from '#src/domain/procedure/commands.ts';
import type { State } from '#src/domain/state.ts';
import { asRun } from '#src/domain/state.ts';
import { GonogoError } from '#src/errors.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { EffectKind, EffectKinds, Finish, Task } from '#src/ports/effect-kind.ts';
import type { Log } from '#src/ports/log.ts';
import type { EffectRow, Settlement, Store } from '#src/ports/store.ts';
import { decode } from './codec.ts';
import type { Handled, HandleOptions } from './handle.ts';
import { backoffMs } from './retry.ts';

export type EffectParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly kinds: EffectKinds;
  readonly log: Log;
  readonly handle: (stream: string, command: Command | null, options?: HandleOptions) => Promise<Handled>;
  readonly view: (stream: string) => Promise<State | null>;
  /** Sees to a clock that was set back meanwhile. */
  readonly steady: () => Promise<void>;
  /** For /metrics. */
  readonly count: (effect: {
    readonly kind: string;
    readonly outcome: 'done' | 'retried' | 'unknown' | 'failed';
  }) => void;
};

/** Looks beyond an effect's attempts before it is said that nobody can find out. */
const LOOKS_MAX = 20;

/** Does one claimed effect and records how it ended. Never rejects but for a failed store. */
export async function runEffect(parts: EffectParts, row: EffectRow): Promise<void> {
  const kind = parts.kinds[row.kind];
  const run = await parts.view(row.stream);
  if (!kind || !run) {
    await giveUp(parts, row, `nothing here does "${row.kind}"`, { never: true });
    return;
  }
  if (row.look && isLeftUnknown(kind))
    return leaveUnknown(
      parts,
      row,
      `${row.kind}: the bot stopped before an answer came, so it may or may not have happened.`,
    );
  const one = task(parts, row, run);
  let looking = row.look && kind.lookUp !== undefined;
  let finish: Finish;
  try {
    const found = looking && kind.lookUp ? await kind.lookUp(one) : 'absent';
    looking = false;
    finish = found === 'absent' ? await kind.run(one) : found;
  } catch (cause) {
    // Still on its way when the bot stops: left as it is, for the next start to look up.
    if (cause instanceof GonogoError && cause.code === 'command.left') return;
    await parts.steady();
    // A look-up that could not be made leaves the outcome as unknown as it was: never "due", which would repeat it blindly.
    await (looking ? lookAgain(parts, row, kind, cause) : failed(parts, row, kind, cause));
    return;
  }
  await parts.steady();
  if (finish.end === 'later') {
    await parts.store.settle(settlement(row, 'due', finish.dueAt));
    return;
  }
  parts.count({ kind: row.kind, outcome: 'done' });
  const { command = null, messages = [], blobs = [], cancel = [] } = finish;
  await parts.handle(row.stream, command, { settles: settlement(row, 'done'), messages, blobs, cancel });
}

async function lookAgain(parts: EffectParts, row: EffectRow, kind: EffectKind, cause: unknown): Promise<void> {
  if (row.attempt >= attemptsMaxOf(kind, row) + LOOKS_MAX)
    return giveUp(parts, row, `${row.kind}: whether it happened could not be found out (${String(cause)})`);
  parts.log.warn({ effect: row.id, kind: row.kind, attempt: row.attempt, err: cause }, 'effect could not be looked up');
  await parts.store.settle(settlement(row, 'unknown', parts.clock.now() + backoffMs(row.attempt)));
}

async function failed(parts: EffectParts, row: EffectRow, kind: EffectKind, cause: unknown): Promise<void> {
  const now = parts.clock.now();
  if (!(cause instanceof GonogoError)) {
    parts.log.error({ effect: row.id, kind: row.kind, err: cause }, 'effect hit a bug');
    return giveUp(parts, row, `${row.kind} hit a defect of the bot (reference ${row.id})`);
  }
  parts.log.warn(
    { effect: row.id, kind: row.kind, attempt: row.attempt, code: cause.code, err: cause },
    'effect failed',
  );
  if (cause.unknown && isLeftUnknown(kind))
    return leaveUnknown(
      parts,
      row,
      `${row.kind}: no answer came, so it may or may not have happened (${cause.message}).`,
    );
  if (cause.unknown && kind.repeat !== 'safe') return unknown(parts, row, kind, cause, now);
  // "Later" is no failure: however long Slack asks for patience, nothing is lost to it.
  const asked = cause.code === 'chat.rate-limited' || cause.code === 'pager.rate-limited';
  const again = asked || ((cause.retryable || cause.unknown) && row.attempt < attemptsMaxOf(kind, row));
  // A kind that is repeated blindly does not know what became of its earlier attempts.
  if (!again) return giveUp(parts, row, cause.message, { never: !cause.unknown && kind.repeat !== 'safe' });
  parts.count({ kind: row.kind, outcome: 'retried' });
  const waitMs = Math.max(cause.retryAfterMs ?? 0, backoffMs(row.attempt, kind.backoffMaxMs));
  await parts.store.settle(settlement(row, 'due', now + waitMs));
}

function attemptsMaxOf({ attemptsMax }: EffectKind, row: EffectRow): number {
  return typeof attemptsMax === 'number' ? attemptsMax : attemptsMax(row);
}

/** Neither to be repeated nor to be looked up. */
function isLeftUnknown({ repeat, lookUp }: EffectKind): boolean {
  return repeat === 'never' && lookUp === undefined;
}

async function leaveUnknown(parts: EffectParts, row: EffectRow, says: string): Promise<void> {
  parts.count({ kind: row.kind, outcome: 'unknown' });
  const whole = `${says} Nobody can look, and it is not repeated.`;
  const command: WorldCommand = { actor: BOT, type: 'effect-unknown', effect: row.id, kind: row.kind, says: whole };
  await parts.handle(row.stream, command, { settles: settlement(row, 'failed') });
}

/**
 * Sent, and nobody knows whether it happened: on record, and looked up after the settle time. Unknown again and again it
 * is told no more, waits longer each time, and has an end like what fails again and again.
 */
async function unknown(
  parts: EffectParts,
  row: EffectRow,
  kind: EffectKind,
  cause: GonogoError,
  now: Instant,
): Promise<void> {
  parts.count({ kind: row.kind, outcome: 'unknown' });
  if (row.attempt >= attemptsMaxOf(kind, row) + (kind.repeat === 'never' ? LOOKS_MAX : 0))
    return giveUp(
      parts,
      row,
      `${row.kind}: after ${row.attempt} attempts nobody knows whether it happened (${cause.message})`,
    );
  const waitMs = Math.max(kind.settleMs, cause.retryAfterMs ?? 0, backoffMs(row.attempt, kind.backoffMaxMs));
  const settles = settlement(row, 'unknown', now + (row.attempt === 1 ? kind.settleMs : waitMs));
  // The first attempt may have been that of a bot that was killed, so the second may be the first to tell.
  if (row.look && row.attempt > 2) return void (await parts.store.settle(settles));
  const says = `${row.kind}: no answer came, so it may or may not have happened (${cause.message}). It is looked up before anything is repeated.`;
  const command: WorldCommand = {
    actor: BOT,
    type: 'effect-unknown',
    effect: row.id,
    kind: row.kind,
    says,
  };
  await parts.handle(row.stream, command, { settles });
}

async function giveUp(parts: EffectParts, row: EffectRow, says: string, { never = false } = {}): Promise<void> {
  parts.count({ kind: row.kind, outcome: 'failed' });
  const ref = (row.body['ref'] ?? null) as StepRef | null;
  const watch = textOf(row, 'watch');
  const taken = textOf(row, 'taken');
  const command: WorldCommand = {
    actor: BOT,
    type: 'effect-gave-up',
    effect: row.id,
    kind: row.kind,
    says,
    never,
    ref,
    watch,
    page: textOf(row, 'page'),
    ...(taken === null ? {} : { taken }),
  };
  await parts.handle(row.stream, command, { settles: settlement(row, 'failed') });
}

function textOf({ body }: EffectRow, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' ? value : null;
}

function settlement(row: EffectRow, end: Settlement['end'], dueAt?: Instant): Settlement {
  const { id: effectId, epoch } = row;
  return dueAt === undefined ? { effectId, epoch, end } : { effectId, epoch, end, dueAt };
}

function task(parts: EffectParts, row: EffectRow, state: State): Task {
  const { store, clock } = parts;
  return {
    row,
    state,
    get run() {
      const run = asRun(state);
      assert(run !== null, `${row.kind} is an effect of a run`);
      return run;
    },
    now: () => clock.now(),
    message: name => store.message(row.stream, name),
    waiting: limit => store.waitingIn(row.lane, limit),
    inHand: async kind =>
      (await store.effectsOf(row.stream, ['due', 'sending', 'unknown'])).filter(one => one.kind === kind),
    runs: filter => store.runs(filter),
    summary: () => store.run(row.stream),
    tellRun: async (stream, command, key) => {
      if ((await store.run(stream)) === null) return null;
      await parts.handle(stream, command, { request: { key, reply: () => null } });
      return asRun(await parts.view(stream));
    },
    timeline: async () => (await store.readStream(row.stream)).map(decode),
    tell: async command => {
      await parts.handle(row.stream, command);
    },
  };
}
