import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { RuleId } from './rules.ts';

/** A clock with one hand: the fake never waits, it only asks what time it is. */
export type FakeClock = { now(): Instant };

export type UserSeed = {
  /** `U…` or `W…`. */
  readonly id: string;
  /** The handle, as people type it after `@`. */
  readonly name: string;
  readonly real_name?: string;
  readonly display_name?: string;
  readonly email?: string;
  /** IANA zone. Default `Etc/UTC`. */
  readonly tz?: string;
  readonly is_bot?: boolean;
  readonly deleted?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly team_id?: string;
};

export type ChannelSeed = {
  /** `C…`. */
  readonly id: string;
  readonly name: string;
  readonly is_private?: boolean;
  readonly is_archived?: boolean;
  /** User ids. Default: everybody who is not deleted, and the bot. */
  readonly members?: readonly string[];
};

export type GroupSeed = {
  /** `S…`. */
  readonly id: string;
  readonly handle: string;
  readonly name?: string;
  readonly users: readonly string[];
};

export type TeamSeed = { readonly id: string; readonly name: string; readonly domain: string };

export type BotSeed = {
  readonly user_id: string;
  readonly bot_id: string;
  readonly app_id: string;
  readonly name: string;
};

export type SlackFakeOptions = {
  /** Default: the machine's clock. */
  readonly clock?: FakeClock;
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  readonly team?: TeamSeed;
  readonly bot?: BotSeed;
  readonly users?: readonly UserSeed[];
  readonly channels?: readonly ChannelSeed[];
  readonly groups?: readonly GroupSeed[];
  /** What deliveries to the bot are signed with. Default `practice-signing-secret`. */
  readonly signingSecret?: string;
  /** The one token this workspace accepts. Default `xoxb-practice`. */
  readonly botToken?: string;
  /** The token that opens Socket Mode connections. Default `xapp-practice`. */
  readonly appToken?: string;
  /** Deliver over Socket Mode instead of HTTP. Default false. May be set later on the handle. */
  readonly socketMode?: boolean;
  /** Where the bot listens, e.g. `http://127.0.0.1:3000/slack/events`. May be set later on the handle. */
  readonly eventsUrl?: string;
  /**
   * The app's manifest, already parsed. It decides scopes, slash commands with `should_escape`, shortcuts and
   * subscribed events. Without it everything is granted, any command goes and nothing is escaped.
   */
  readonly manifest?: JsonObject;
  /** Overrides the manifest's bot scopes. */
  readonly scopes?: readonly string[];
  /** Rate limits on. Default true; a benchmark switches them off. */
  readonly pacing?: boolean;
  /** Which clock a trigger_id's 3 s and a Socket Mode address's 30 s run on. Default `given`. */
  readonly triggerClock?: 'given' | 'machine';
  /** Rules not to enforce: for the tests of the fake itself. */
  readonly without?: readonly RuleId[];
  /** Every call is appended here as one JSON line. */
  readonly recordTo?: string;
  /** The world a recorded call belongs to (see `slack.run`). */
  readonly run?: string;
  /** How many calls, deliveries and refusals are remembered. Default 20,000; the oldest go first. */
  readonly keep?: number;
  /** Seed of ids, hashes and of faults with a probability. Default 1. */
  readonly seed?: number;
  /** How long the bot has to answer a delivery, in ms of the machine's clock. Default 3,000, as Slack. */
  readonly answerWithinMs?: number;
  /** Reuse connections to the bot. Default false: a bot that was killed leaves dead ones behind. */
  readonly keepAlive?: boolean;
};

export const DEFAULT_TEAM: TeamSeed = { id: 'T0PRACTICE', name: 'Practice', domain: 'practice' };
export const DEFAULT_BOT: BotSeed = { user_id: 'U0GONOGO', bot_id: 'B0GONOGO', app_id: 'A0GONOGO', name: 'gonogo' };
export const DEFAULT_TOKEN = 'xoxb-practice';
export const DEFAULT_APP_TOKEN = 'xapp-practice';
export const DEFAULT_SIGNING_SECRET = 'practice-signing-secret';
