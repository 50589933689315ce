import { HOUR, type Instant, MINUTE } from '#src/base/time.ts';
import { createLog } from '../../slack/calls.ts';
import type { Faults } from '../faults.ts';
import type { FakeClock } from '../options.ts';
import type { Answer } from './deliver.ts';

/** After the first attempt: four more over about 20 minutes. */
const RETRY_AFTER_MS = [MINUTE, 3 * MINUTE, 6 * MINUTE, 10 * MINUTE];
const DROPS_MAX = 3;
const DISABLED_MS = 24 * HOUR;

type Webhook = { readonly id: string; readonly about: string; readonly body: string };
type Waiting = Webhook & { readonly dueAt: Instant; readonly attempt: number };

export type Delivery = {
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
  readonly status: number | null;
};

type Parts = {
  readonly clock: FakeClock;
  readonly faults: Faults;
  readonly keep: number;
  /** Undefined: nobody subscribed. */
  readonly send: () => ((webhook: Webhook) => Promise<Answer>) | undefined;
};

/** One subscription: at least once, in order for each incident, given up after five attempts, off after three given up. */
export function createQueue({ clock, faults, keep, send }: Parts) {
  const deliveries = createLog<Delivery>(keep);
  let waiting: readonly Waiting[] = [];
  let drops = 0;
  let disabledUntil = Number.NEGATIVE_INFINITY;
  let working: Promise<void> = Promise.resolve();

  function add(webhook: Webhook) {
    if (send() === undefined || clock.now() < disabledUntil) return;
    const fault = faults.strike(['webhook']);
    if (fault?.kind === 'lost') return;
    const dueAt = clock.now() + (fault?.kind === 'late' ? fault.ms : 0);
    const one = { ...webhook, dueAt, attempt: 0 };
    waiting = fault?.kind === 'duplicate' ? [...waiting, one, { ...one }] : [...waiting, one];
  }

  /** An earlier one of the same incident that failed holds the later ones back. */
  function dueOf(one: Waiting, at: number): Instant {
    const before = waiting.slice(0, at).filter(other => other.about === one.about && other.attempt > 0);
    return Math.max(one.dueAt, ...before.map(other => other.dueAt + 1));
  }
  const next = () => waiting.find((one, at) => dueOf(one, at) <= clock.now());

  async function work() {
    for (let one = next(); one; one = next()) {
      const post = send();
      const { status } = post ? await post(one) : { status: null };
      deliveries.add({ id: one.id, at: clock.now(), body: one.body, status });
      settle(one, status);
    }
  }

  function settle(one: Waiting, status: number | null) {
    const retryMs = RETRY_AFTER_MS[one.attempt];
    const again = (status === null || status >= 500 || status === 429) && retryMs !== undefined;
    const later = again ? [{ ...one, attempt: one.attempt + 1, dueAt: clock.now() + retryMs }] : [];
    waiting = waiting.flatMap(other => (other === one ? later : [other]));
    if (again) return;
    drops = status !== null && status >= 200 && status <= 299 ? 0 : drops + 1;
    if (drops < DROPS_MAX) return;
    disabledUntil = clock.now() + DISABLED_MS;
    drops = 0;
    waiting = [];
  }

  return {
    add,
    /** Sends what is due. Resolves when nothing is in flight. */
    pump(): Promise<void> {
      working = working.then(work);
      return working;
    },
    nextDue: (): Instant | null => (waiting.length === 0 ? null : Math.min(...waiting.map(dueOf))),
    get deliveries() {
      return deliveries.entries;
    },
    isDisabled: () => clock.now() < disabledUntil,
  };
}
