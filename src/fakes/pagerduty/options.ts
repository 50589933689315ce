import { type Instant, MINUTE } from '#src/base/time.ts';
import type { RuleId } from './rules.ts';

/** A clock with one hand: the fake never waits, it only asks what time it is. */
export type FakeClock = { now(): Instant };

export type UserSeed = { readonly id: string; readonly name: string; readonly email: string };

export type ScheduleSeed = {
  readonly id: string;
  readonly name: string;
  /** Who is on call now, and until when; null: for ever. May be changed while the fake runs. */
  readonly onCall: readonly { readonly user: string; readonly until: Instant | null }[];
};

export type PolicySeed = {
  readonly id: string;
  readonly name: string;
  /** First to last. `targets` are ids of users and schedules; the next level is rung after `delayMs`. */
  readonly levels: readonly { readonly targets: readonly string[]; readonly delayMs: number }[];
  /** How often it begins again after the last level. Default 0: then nobody further is rung. */
  readonly repeats?: number;
};

export type ServiceSeed = {
  readonly id: string;
  readonly name: string;
  /** 32 characters. */
  readonly routingKey: string;
  readonly policy: string;
  /** An acknowledgement is good for so long, then it rings again. Default: for ever. */
  readonly acknowledgedForMs?: number;
};

export type Directory = {
  readonly users: readonly UserSeed[];
  readonly schedules: readonly ScheduleSeed[];
  readonly policies: readonly PolicySeed[];
  readonly services: readonly ServiceSeed[];
};

export type PagerDutyOptions = Partial<Directory> & {
  /** Default: the machine's clock. */
  readonly clock?: FakeClock;
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  /** The one REST key this account accepts. Default `practice-pagerduty-token`. */
  readonly token?: string;
  /** Where webhooks go, e.g. `http://127.0.0.1:3000/webhooks/pagerduty`. May be set later on the handle; unset: none. */
  readonly webhookUrl?: string;
  /** What webhooks are signed with; the newest first, while one is being changed. Default `practice-webhook-secret`. */
  readonly webhookSecrets?: readonly string[];
  /** How long the bot has to answer a webhook, in ms of the machine's clock. Default 5,000, as PagerDuty. */
  readonly answerWithinMs?: number;
  /**
   * What stands in an incident's `incident_key`: the alert's key, nothing, or a key of PagerDuty's own. Its papers leave
   * all three open. Default `alert`.
   */
  readonly incidentKeys?: 'alert' | 'none' | 'own';
  /** Rate limits on. Default true. */
  readonly pacing?: boolean;
  /** Rules not to enforce: for the tests of the fake itself. */
  readonly without?: readonly RuleId[];
  /** Every call is appended here as one JSON line. */
  readonly recordTo?: string;
  /** The world a recorded call belongs to. */
  readonly run?: string;
  /** How many calls, deliveries and refusals are remembered. Default 20,000; the oldest go first. */
  readonly keep?: number;
  /** Seed of ids. Default 1. */
  readonly seed?: number;
};

export const DEFAULT_TOKEN = 'practice-pagerduty-token';
export const DEFAULT_WEBHOOK_SECRET = 'practice-webhook-secret';
export const DEFAULT_ROUTING_KEY = 'practice0routing0key000000000001';

/** A small account: Li is on call, Tom is next after five minutes. */
export const DEFAULT_DIRECTORY: Directory = {
  users: [
    { id: 'PULI', name: 'Li Wei', email: 'li@shop.example' },
    { id: 'PUTOM', name: 'Tom Berg', email: 'tom@shop.example' },
  ],
  schedules: [{ id: 'PSCHED1', name: 'On call', onCall: [{ user: 'PULI', until: null }] }],
  policies: [
    {
      id: 'PPOLICY',
      name: 'Shop',
      levels: [
        { targets: ['PSCHED1'], delayMs: 5 * MINUTE },
        { targets: ['PUTOM'], delayMs: 5 * MINUTE },
      ],
    },
  ],
  services: [{ id: 'PSHOP01', name: 'Shop', routingKey: DEFAULT_ROUTING_KEY, policy: 'PPOLICY' }],
};
