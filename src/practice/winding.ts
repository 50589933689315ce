import { type Instant, MINUTE } from '#src/base/time.ts';
import type { PracticeClock } from './clock.ts';

export type WindingParts = {
  readonly clock: PracticeClock;
  /** When the bot next has something to do, and the next moment worth winding to; null: nothing, a person is next. */
  standing(): { readonly nextDue: Instant | null; readonly nextMoment: Instant | null };
  /** Does what is due now and answers when nothing is in flight. */
  settle(): Promise<'idle' | 'busy' | 'down'>;
  /** Sends the demo service the requests of (from, to]. */
  pass(from: Instant, to: Instant): Promise<unknown>;
  /** What the bot asked of a person since the last call, in a sentence; null: nothing. */
  asked(): string | null;
  /** Slack and PagerDuty have work of their own when time has passed: deliveries to repeat, phones to ring. */
  readonly vendors: { nextDue(): Instant | null; deliverDue(): Promise<unknown> };
};

export type Winding = {
  /** Winds to the next moment, or by so many minutes, from due row to due row. One winding at a time. */
  wind(by: 'next' | number): Promise<void>;
  /** Lets the real time that has passed reach the demo service. Does nothing while winding. */
  flow(): Promise<void>;
  /** Somebody did something: why it stopped is not news any more. */
  answered(): void;
  state(): { readonly winding: boolean; readonly stopped: string | null };
};

/** A runaway runbook that is always due must not hang the page. Sweeps are four a minute, however long it is wound. */
const STEPS_A_MINUTE_MAX = 500;
/** A card is redrawn at most every two seconds. */
const SOON_MS = 2_500;
const CATCH_UP_MAX = 8;
const BUSY = 'Stopped: a command is still running.';

/** Time goes from one due row to the next, never over one, and stops where a person is asked. */
export function createWinding(parts: WindingParts): Winding {
  const { clock } = parts;
  let passed = clock.now();
  let winding = false;
  let flowing = Promise.resolve();
  let stopped: string | null = null;

  async function passUntil(at: Instant): Promise<void> {
    const from = passed;
    passed = Math.max(from, at);
    if (passed > from) await parts.pass(from, passed);
  }

  async function step(to: Instant): Promise<string | null> {
    await passUntil(to);
    clock.advanceTo(to);
    await parts.vendors.deliverDue();
    const how = await parts.settle();
    // A bot that is down must not stop time: what it does about that afterwards is worth practising.
    if (how === 'busy') return BUSY;
    return parts.asked();
  }

  async function walk(end: Instant): Promise<string | null> {
    parts.asked();
    // A command that runs now took no time yet: winding over it would let it time out.
    if ((await parts.settle()) === 'busy') return BUSY;
    const already = parts.asked();
    if (already !== null) return already;
    let minute = { from: clock.now(), steps: 0 };
    for (; minute.steps < STEPS_A_MINUTE_MAX; minute.steps += 1) {
      if (clock.now() - minute.from >= MINUTE) minute = { from: clock.now(), steps: 0 };
      const due = earliest(parts.standing().nextDue, parts.vendors.nextDue()) ?? end;
      const to = Math.min(end, Math.max(due, clock.now()));
      const reason = await step(to);
      if (reason !== null) return reason;
      if (to >= end) return catchUp();
    }
    return 'Stopped: the bot is due again and again.';
  }

  /** Cards are redrawn a moment later; whoever winds wants to see where it led. */
  async function catchUp(): Promise<string | null> {
    for (let nth = 0; nth < CATCH_UP_MAX; nth += 1) {
      const { nextDue } = parts.standing();
      if (nextDue === null || nextDue > clock.now() + SOON_MS) return null;
      const reason = await step(Math.max(nextDue, clock.now()));
      if (reason !== null) return reason;
    }
    return null;
  }

  return {
    async wind(by) {
      if (winding) return;
      const { nextMoment } = parts.standing();
      if (by === 'next' && nextMoment === null) {
        stopped = 'Nothing is due; a person is next.';
        return;
      }
      winding = true;
      stopped = null;
      try {
        await flowing;
        stopped = await walk(
          by === 'next' ? Math.max(nextMoment ?? 0, clock.now()) : clock.now() + Number(by) * MINUTE,
        );
      } finally {
        winding = false;
      }
    },
    async flow() {
      if (winding) return;
      flowing = flowing.then(() => passUntil(clock.now()));
      await flowing;
    },
    answered() {
      stopped = null;
    },
    state: () => ({ winding, stopped }),
  };
}

function earliest(...all: readonly (Instant | null)[]): Instant | null {
  const known = all.filter(one => one !== null);
  return known.length === 0 ? null : Math.min(...known);
}
