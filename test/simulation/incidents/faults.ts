import { HOUR, MINUTE } from '#src/base/time.ts';
import { CALM, type Faults } from '../faults.ts';
import type { Random } from '../random.ts';

/** Faults of hours: as many kinds as in minutes, each rarer, or the bot would be down all day. */
export function chooseDayFaults(random: Random): Faults {
  const some = (max: number) => (random.chance(0.5) ? random.next() * max : 0);
  return {
    ...CALM,
    crashAfter: random.chance(0.6) ? random.between(150, 6_000) : null,
    crashInCall: some(0.006),
    awayMs: random.between(0, random.pick([5_000, MINUTE, 20 * MINUTE, 4 * HOUR]) ?? 0),
    replyLost: some(0.1),
    requestLost: some(0.1),
    doneLate: some(0.1),
    rateLimited: some(0.1),
    refused: some(0.1),
    outage: random.chance(0.3),
    lookFails: some(0.3),
    commandFails: some(0.3),
    commandInterrupted: some(0.3),
    serviceBad: some(0.1),
    cannotMeasure: some(0.3),
    clockBack: some(0.01),
    clockForward: some(0.01),
    suspended: some(0.01),
    doubleClick: some(0.3),
    stale: some(0.3),
    pagerDropped: some(0.4),
    pagerLimited: some(0.3),
    pagerDown: some(0.5),
    pagerReplyLost: some(0.3),
    pagerHangs: some(0.3),
    pagerOutage: random.chance(0.3),
    webhookLost: some(0.6),
    webhookLate: some(0.6),
    webhookTwice: some(0.6),
    mailFails: some(0.5),
  };
}

/** How people are in this schedule: some never look, some press all the time. */
export type Habits = {
  readonly pressesPerHour: number;
  /** How likely a reminder is answered by an update. */
  readonly diligence: number;
  /** How likely somebody takes the phone that rings. */
  readonly phone: number;
  /** How likely a drill that passed is done once more. */
  readonly practice: number;
};

export function chooseHabits(random: Random): Habits {
  return {
    pressesPerHour: random.chance(0.2) ? 0 : random.next() * (random.pick([2, 6, 20]) ?? 0),
    diligence: random.pick([0, 0, 0.3, 0.8]) ?? 0,
    phone: random.pick([0, 0.3, 0.9]) ?? 0,
    practice: 0,
  };
}
