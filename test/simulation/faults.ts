import { MINUTE } from '#src/base/time.ts';
import type { Random } from './random.ts';

/** What can go wrong, each with how often (0 to 1) in this seed; `crashAfter` is the mean of database calls in a life. */
export type Faults = {
  /** The bot dies within a database call: before it, inside a transaction, or after a commit nobody heard of. */
  readonly crashAfter: number | null;
  /** The bot dies with a request in flight, before it is sent or after it was answered. */
  readonly crashInCall: number;
  /** How long the bot stays away, at most. */
  readonly awayMs: number;
  readonly replyLost: number;
  readonly requestLost: number;
  /** The world does it long after the bot has stopped waiting. */
  readonly doneLate: number;
  readonly rateLimited: number;
  readonly refused: number;
  /** Slack is not there for minutes. */
  readonly outage: boolean;
  /** The look-up itself fails. */
  readonly lookFails: number;
  readonly commandFails: number;
  /** Its keeper dies with the bot. */
  readonly commandInterrupted: number;
  readonly serviceBad: number;
  readonly cannotMeasure: number;
  readonly clockBack: number;
  readonly suspended: number;
  /** Presses per minute of people who press what they like. */
  readonly pressesPerMinute: number;
  readonly doubleClick: number;
  readonly stale: number;
  /** The clock is set forward by minutes. */
  readonly clockForward: number;
  /** The pager's provider says 202 and does nothing. */
  readonly pagerDropped: number;
  readonly pagerLimited: number;
  /** 5xx, or not to be reached. */
  readonly pagerDown: number;
  readonly pagerReplyLost: number;
  /** No answer for ten seconds, and it was done or not. */
  readonly pagerHangs: number;
  /** The provider is gone for an hour at a time. */
  readonly pagerOutage: boolean;
  readonly webhookLost: number;
  readonly webhookLate: number;
  readonly webhookTwice: number;
  readonly mailFails: number;
  /** Somebody turns the run round in the very moment an action of it begins, or the bot is back. */
  readonly hasty: number;
};

/** A random subset of all faults, with random rates: each seed is another world (swarm testing). */
export function chooseFaults(random: Random): Faults {
  const some = (max: number) => (random.chance(0.5) ? random.next() * max : 0);
  return {
    crashAfter: random.chance(0.7) ? random.between(20, 600) : null,
    crashInCall: some(0.1),
    awayMs: random.between(0, random.pick([2_000, MINUTE, 20 * MINUTE]) ?? 0),
    replyLost: some(0.25),
    requestLost: some(0.25),
    doneLate: some(0.2),
    rateLimited: some(0.2),
    refused: some(0.2),
    outage: random.chance(0.2),
    lookFails: some(0.3),
    commandFails: some(0.3),
    commandInterrupted: some(0.3),
    serviceBad: some(0.3),
    cannotMeasure: some(0.4),
    clockBack: some(0.1),
    suspended: some(0.1),
    pressesPerMinute: 0.5 + random.next() * 8,
    doubleClick: some(0.3),
    stale: some(0.5),
    ...NO_PAGER_FAULTS,
    hasty: some(0.2),
  };
}

const NO_PAGER_FAULTS = {
  clockForward: 0,
  pagerDropped: 0,
  pagerLimited: 0,
  pagerDown: 0,
  pagerReplyLost: 0,
  pagerHangs: 0,
  pagerOutage: false,
  webhookLost: 0,
  webhookLate: 0,
  webhookTwice: 0,
  mailFails: 0,
} as const;

/** The world after the storm: everything works, and people do what they are asked. */
export const CALM: Faults = {
  crashAfter: null,
  crashInCall: 0,
  awayMs: 0,
  replyLost: 0,
  requestLost: 0,
  doneLate: 0,
  rateLimited: 0,
  refused: 0,
  outage: false,
  lookFails: 0,
  commandFails: 0,
  commandInterrupted: 0,
  serviceBad: 0,
  cannotMeasure: 0,
  clockBack: 0,
  suspended: 0,
  pressesPerMinute: 0,
  doubleClick: 0,
  stale: 0,
  ...NO_PAGER_FAULTS,
  hasty: 0,
};
