import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import type { Command } from '#src/domain/commands.ts';
import { ALERTS } from '#src/domain/decide.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { State } from '#src/domain/state.ts';
import { asAlerts, asRun } from '#src/domain/state.ts';
import { GonogoError } from '#src/errors.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { EffectKinds } from '#src/ports/effect-kind.ts';
import type { Log } from '#src/ports/log.ts';
import type { Change, EffectRow, Store, TimerRow } from '#src/ports/store.ts';
import { fireTimers, STUCK_MS } from './fire-timers.ts';
import type { Handled, HandleOptions, OnFacts } from './handle.ts';
import { handle } from './handle.ts';
import { Heard } from './heard.ts';
import { Pace } from './pace.ts';
import type { EffectParts } from './run-effect.ts';
import { runEffect } from './run-effect.ts';
import { goOnSettingBack, setBack } from './set-back.ts';
import { Streams } from './streams.ts';

/** Effects in hand at one time: enough to keep every lane of a busy hour moving, few enough to read in a log. */
const IN_FLIGHT_MAX = 64;

export type EngineParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly kinds: EffectKinds;
  readonly log: Log;
  /** A store that failed: the process must stop and read again. */
  readonly fatal: (cause: unknown) => void;
  /** What one stream cannot do, a minute apart while it lasts: its timeline cannot be read, or a decision hit a defect. Default: fatal. */
  readonly stuck?: (stream: string, cause: unknown) => void;
  readonly count?: EffectParts['count'];
  readonly late?: (row: TimerRow, byMs: number) => void;
  readonly onFacts?: OnFacts;
};

export interface Engine {
  handle(stream: string, command: Command, options?: HandleOptions): Promise<Handled>;
  /** A stream as decided so far, whatever it is; null: it has not begun. */
  state(stream: string): Promise<State | null>;
  /** The run as decided so far; null: there is none. */
  run(stream: string): Promise<Run | null>;
  /** The alerts of a product as decided so far; null: it has none. */
  alerts(product: string): Promise<Alerts | null>;
  /** Once, before the first tick: what an earlier start left in hand is made due or unknown. Answers how many there were. */
  recover(): Promise<number>;
  /** Does what is due now and answers the next instant something will be, perhaps past; null: nothing waits. Owns no timer of its own. */
  tick(): Promise<Instant | null>;
  /** Resolves when nothing is in flight and nothing is due at the clock's present instant. */
  idle(): Promise<void>;
  /** Told whenever there may be something new to do. */
  onWork(listener: () => void): void;
  /** Takes nothing new and resolves when what is in hand has ended, or after `graceMs` at the latest by the given wait. */
  drain(): Promise<void>;
  readonly inFlight: number;
}

export function createEngine(parts: EngineParts): Engine {
  const { store, clock, kinds, log } = parts;
  const streams = new Streams(store);
  const inFlight = new Set<Promise<void>>();
  const inHand = new Set<Promise<void>>();
  const lanes = new Set<string>();
  const pace = new Pace();
  let listener: () => void = () => undefined;
  let draining = false;
  /** The latest the clock has shown. */
  let seen: Instant = Number.NEGATIVE_INFINITY;
  /** The clock's last step back is seen to. */
  let settled: Promise<void> = Promise.resolve();
  // What is due before this instant is worth a look of its own. A busy thread would else cause one a note, in vain.
  let nextLook: Instant = Number.POSITIVE_INFINITY;
  const wake = () => listener();
  const state = async (stream: string) => (await streams.view(stream)).run;
  const appended = (change: Change) => {
    if (hastens(change)) wake();
  };
  const { onFacts } = parts;
  const handleParts = { store, streams, clock, heard: new Heard(), appended, ...(onFacts ? { onFacts } : {}) };
  const doHandle = async (stream: string, command: Command | null, options: HandleOptions = {}) => {
    await steady();
    return handleNow(stream, command, options);
  };
  const handleNow = async (stream: string, command: Command | null, options: HandleOptions = {}) => {
    try {
      return await handle(handleParts, stream, command, options);
    } catch (cause) {
      if (isStoreFailure(cause)) parts.fatal(cause);
      throw cause;
    }
  };
  const effectParts: EffectParts = {
    store,
    clock,
    kinds,
    log,
    handle: doHandle,
    steady,
    view: state,
    count: parts.count ?? (() => undefined),
  };

  /** What waits behind an effect in hand is looked for when that one ends. */
  function hastens({ effects, timers }: Change): boolean {
    return (
      effects.some(({ lane, dueAt }) => !lanes.has(lane) && pace.earliest(lane, dueAt) < nextLook) ||
      Object.values(timers).some(timer => timer !== null && timer.at < nextLook)
    );
  }

  /** One stream that cannot go on must not end the work of all others. */
  function stuck(stream: string, cause: unknown): void {
    if (isStoreFailure(cause)) throw cause;
    (parts.stuck ?? ((_, why) => parts.fatal(why)))(stream, cause);
  }

  const setBackParts = { store, handle: handleNow, stuck };

  /** Nothing is known of how it ended, so it is looked up, or done again where that is safe. */
  async function rest(row: EffectRow, cause: unknown): Promise<void> {
    stuck(row.stream, cause);
    const end = kinds[row.kind]?.repeat === 'safe' ? 'due' : 'unknown';
    await store.settle({ effectId: row.id, epoch: row.epoch, end, dueAt: clock.now() + STUCK_MS });
  }

  function begin(row: EffectRow): void {
    lanes.add(row.lane);
    const running: Promise<void> = runEffect(effectParts, row)
      .catch((cause: unknown) => rest(row, cause))
      .catch((cause: unknown) => parts.fatal(cause))
      .finally(() => {
        pace.ended(row.lane, kinds[row.kind]?.gapMs ?? 0, clock.now());
        inFlight.delete(running);
        inHand.delete(running);
        lanes.delete(row.lane);
        wake();
      });
    inFlight.add(running);
    // What goes on beside the next steps ends when they are over: nobody becomes idle by waiting for it.
    if (row.body['beside'] !== true) inHand.add(running);
  }

  /**
   * Before anything is due by the clock as it is now: or it would be brought nearer with what was due by the clock before.
   * Whoever comes while that is being seen to waits for it too.
   */
  async function steady(): Promise<void> {
    const now = clock.now();
    const byMs = seen - now;
    seen = now;
    if (byMs <= SECOND) return settled;
    const seeing = settled.then(() => setBack(setBackParts, byMs, now));
    // What failed in it is told to whoever noticed the clock; the next ones go on.
    settled = seeing.catch(() => undefined);
    return seeing;
  }

  async function tick(): Promise<Instant | null> {
    if (draining) return null;
    await steady();
    const now = clock.now();
    // Whatever is appended from here on is seen by the question below, and what comes while that is asked may be missed.
    nextLook = Number.NEGATIVE_INFINITY;
    await fireTimers({ store, handle: doHandle, late: parts.late ?? (() => undefined), stuck }, now);
    const room = IN_FLIGHT_MAX - inFlight.size;
    const skipLanes = pace.resting(now);
    if (room > 0) for (const row of await store.claimEffects({ now, limit: room, skipLanes })) begin(row);
    nextLook = Number.POSITIVE_INFINITY;
    const next = pace.next(await store.nextDue(), now);
    nextLook = next ?? Number.POSITIVE_INFINITY;
    return next;
  }

  return {
    handle: (stream, command, options) => doHandle(stream, command, options).catch(unreadable),
    state,
    run: async stream => asRun(await state(stream)),
    alerts: async product => asAlerts(await state(`${ALERTS}${product}`)),
    async recover() {
      seen = (await store.lastAt()) ?? seen;
      await goOnSettingBack(setBackParts);
      // What is given its settle time by the clock as it is now must not be brought nearer with what was due by the clock before.
      await steady();
      return (await store.recoverEffects(row => afterRestart(kinds, row, clock.now()))).length;
    },
    tick,
    async idle() {
      for (;;) {
        const next = await tick();
        if (inHand.size > 0) await Promise.race(inHand);
        else if (next === null || next > clock.now()) return;
      }
    },
    onWork(told) {
      listener = told;
    },
    async drain() {
      draining = true;
      await Promise.allSettled(inFlight);
    },
    get inFlight() {
      return inFlight.size;
    },
  };
}

/** Orphans of an earlier start: what may simply be done again is due, what may have happened is looked up after its settle time. */
function afterRestart(kinds: EffectKinds, row: EffectRow, now: Instant): { state: 'due' | 'unknown'; dueAt: Instant } {
  const kind = kinds[row.kind];
  if (!kind || kind.repeat === 'safe') return { state: 'due', dueAt: now };
  return { state: 'unknown', dueAt: now + kind.settleMs };
}

/** Whoever asks something of a stream that a newer gonogo wrote is told so. */
function unreadable(cause: unknown): Handled {
  if (!(cause instanceof GonogoError && cause.code === 'stream.unreadable')) throw cause;
  return { kind: 'refused', refusal: { code: cause.code, text: cause.message } };
}

function isStoreFailure(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'store.failed';
}
