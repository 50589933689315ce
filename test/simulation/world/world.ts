import type { Instant } from '#src/base/time.ts';
import { HOUR, MINUTE } from '#src/base/time.ts';
import type { Message } from '#src/chat/message.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import { Provider } from './provider.ts';
import { Outside } from './services.ts';
import { WorldTime } from './time.ts';

/** One message as Slack keeps it. */
export type SimMessage = {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
  readonly at: Instant;
  readonly effectIds: readonly string[];
  readonly text: string;
};

/** One command as its run directory and keeper know it. */
export type SimCommand = {
  readonly id: string;
  readonly argv: readonly string[];
  readonly startedAt: Instant;
  endsAt: Instant;
  readonly code: number;
  stopped: boolean;
  interrupted: boolean;
};

/** One call to Slack about a message, as it is made: what it would show. */
export type Said = {
  readonly channel: string;
  /** Of the message that is redrawn; null: a new one. */
  readonly ts: string | null;
  readonly message: Message;
  readonly effectIds: readonly string[];
};

/** Told of what the bot does to the world, at the instant it happens. */
export type WorldWatch = {
  readonly saying?: (said: Said) => void;
  /** It stands in Slack now. */
  readonly posted?: (message: SimMessage) => void;
  /** A post or look-up of this channel did not go through, or has. */
  readonly trouble?: (channel: string, is: boolean) => void;
  /** The bot asks the provider to page. */
  readonly paging?: (dedupKey: string) => void;
};

export type SimRequest = { readonly method: string; readonly url: string; readonly key: string | null };

/**
 * Everything outside the bot, with its own memory and its own rules. It lives on when the bot dies, and what it saw is
 * what the invariants are held against, never what the bot believes.
 */
export class World {
  readonly time: WorldTime;
  readonly random: Random;
  /** The failures people meant to look after, or to hand to somebody, each as they saw it. */
  readonly meant = new Set<string>();
  faults: Faults;
  readonly messages: SimMessage[] = [];
  readonly updates: { readonly ts: string; readonly at: Instant }[] = [];
  readonly files: string[] = [];
  readonly commands = new Map<string, SimCommand>();
  readonly requests: SimRequest[] = [];
  readonly tags: string[] = [];
  /** Every value that was really served, so that no reading on a timeline is made up. */
  readonly served = new Set<string>();
  /** The service misbehaves until then. */
  badUntil: Instant = 0;
  slackDownUntil: Instant = 0;
  /** Slack may still do until then what the bot has stopped waiting for. */
  lateUntil: Instant = 0;
  /** Where the migration behind the accepted call is done. */
  migratedAt: Instant | null = null;
  readonly reached = new Map<string, number>();
  readonly mails: { readonly id: string; readonly to: readonly string[] }[] = [];
  readonly provider: Provider;
  readonly outside = new Outside();
  /** Git shows that the database changes with this release. */
  schemaChanges = false;
  watch: WorldWatch = {};
  /** How often the bot's clock went back: from then on an instant may come a second time. */
  setBacks = 0;
  /** The bot's clock was ahead of everybody else's, at least once. */
  wasAhead = false;
  #offset = 0;

  constructor(start: Instant, random: Random, faults: Faults) {
    this.time = new WorldTime(start);
    this.random = random;
    this.faults = faults;
    this.provider = new Provider(this);
  }

  /** What the bot's machine takes for the time. */
  now(): Instant {
    return this.time.now + this.#offset;
  }

  /** When the world's time will be this instant of the bot's clock. */
  atBotTime(at: Instant): Instant {
    return at - this.#offset;
  }

  /** The bot's clock is set back, at most two hours in all. */
  setBack(byMs: number): void {
    this.#offset = Math.max(-2 * HOUR, this.#offset - byMs);
    this.setBacks += 1;
    this.reach('fault:clock-back');
  }

  /** Not while Slack is still to do what nobody waits for: the settle time is the clock's, and that limit is known. */
  setForward(byMs: number): void {
    if (this.time.now < this.lateUntil) return;
    this.#offset += byMs;
    this.wasAhead = true;
    this.reach('fault:clock-forward');
  }

  /** Does this fault strike now? */
  strikes(fault: keyof Faults): boolean {
    const rate = this.faults[fault];
    if (typeof rate !== 'number' || rate === 0 || !this.random.chance(rate)) return false;
    this.reach(`fault:${fault}`);
    return true;
  }

  reach(what: string): void {
    this.reached.set(what, (this.reached.get(what) ?? 0) + 1);
  }

  /** Bad stretches of the service and outages of Slack come by the minute. */
  weather(): void {
    if (this.strikes('serviceBad')) this.badUntil = this.time.now + this.random.between(10_000, 3 * MINUTE);
    if (this.faults.outage && this.random.chance(0.1)) {
      this.slackDownUntil = this.time.now + this.random.between(1, 8) * MINUTE;
      this.reach('fault:outage');
    }
    if (this.strikes('clockBack')) this.setBack(this.random.pick([50, 900, 30_000, HOUR]) ?? 0);
  }

  heal(): void {
    this.badUntil = 0;
    this.slackDownUntil = 0;
    this.provider.downUntil = 0;
  }
}
