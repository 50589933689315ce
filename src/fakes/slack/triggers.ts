import { SECOND } from '#src/base/time.ts';
import type { Judge } from './judge.ts';
import type { FakeClock } from './options.ts';

/** A trigger_id is good this long. */
const TRIGGER_LIFE_MS = 3 * SECOND;

/** Oldest ones are forgotten beyond this many: they are long past their three seconds. */
const REMEMBERED_MAX = 10_000;

/** What a trigger_id stands for: who acted, and on which modal, if any. */
export type Trigger = { readonly user: string; readonly view: string | undefined; readonly at: number; used: boolean };

export type Triggers = ReturnType<typeof createTriggers>;

/** Trigger ids: each good once, for three seconds. */
export function createTriggers(clock: FakeClock, random: () => number) {
  const triggers = new Map<string, Trigger>();
  return {
    issue(user: string, view?: string): string {
      const digits = () => String(Math.floor(random() * 1e12)).padStart(12, '0');
      const id = `${digits()}.${digits()}.${digits()}${digits()}`;
      triggers.set(id, { user, view, at: clock.now(), used: false });
      const [oldest] = triggers.keys();
      if (triggers.size > REMEMBERED_MAX && oldest !== undefined) triggers.delete(oldest);
      return id;
    },
    /** Uses the trigger up. Throws `Refused` when it is missing, unknown, old or used. */
    exchange(id: string | undefined, judge: Judge): Trigger | undefined {
      judge.require(
        'trigger-given',
        id !== undefined,
        'invalid_arguments',
        '[ERROR] missing required field: trigger_id',
      );
      const trigger = triggers.get(id ?? '');
      judge.require('trigger-known', id === undefined || trigger !== undefined, 'invalid_trigger_id');
      if (!trigger) return undefined;
      judge.require('trigger-unused', !trigger.used, 'exchanged_trigger_id');
      judge.require('trigger-fresh', clock.now() - trigger.at <= TRIGGER_LIFE_MS, 'expired_trigger_id');
      trigger.used = true;
      return trigger;
    },
  };
}
