import { MINUTE, SECOND } from '#src/base/time.ts';
import { Refused } from './judge.ts';
import type { Tier } from './methods.ts';
import type { FakeClock } from './options.ts';
import type { RuleId } from './rules.ts';

/** Documented as "20+, 50+, 100+ a minute"; for the special ones "hundreds". We grant exactly this. */
const PER_MINUTE: { readonly [tier in Tier]: number } = { 2: 20, 3: 50, 4: 100, post: 300, special: 300 };

/** One message a second to a channel; this many may come at once after a quiet time. */
const CHANNEL_BURST = 5;

/** Answered as 429 with Retry-After, not as `ok: false`. */
export class TooFast extends Refused {
  /** Whole seconds, at least 1. */
  readonly retryAfter: number;

  constructor(rule: RuleId, waitMs: number) {
    super(rule, 'ratelimited');
    this.retryAfter = Math.max(1, Math.ceil(waitMs / SECOND));
  }
}

export type Pacing = ReturnType<typeof createPacing>;

/** Rate limits on the given clock. A refused call does not count against the limit. */
export function createPacing(clock: FakeClock, holds: (rule: RuleId) => boolean) {
  const calls = new Map<string, number[]>();
  const buckets = new Map<string, { tokens: number; at: number }>();

  function admitMethod(method: string, tier: Tier) {
    const now = clock.now();
    const recent = (calls.get(method) ?? []).filter(at => at > now - MINUTE && at <= now);
    calls.set(method, recent);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= PER_MINUTE[tier])
      throw new TooFast('rate-tier', oldest + MINUTE - now);
    recent.push(now);
  }

  function admitPost(channel: string) {
    const now = clock.now();
    const bucket = buckets.get(channel) ?? { tokens: CHANNEL_BURST, at: now };
    const gained = Math.max(0, now - bucket.at) / SECOND;
    const tokens = Math.min(CHANNEL_BURST, bucket.tokens + gained);
    if (tokens < 1) throw new TooFast('rate-channel', (1 - tokens) * SECOND);
    buckets.set(channel, { tokens: tokens - 1, at: now });
  }

  return {
    /** Throws `TooFast` when the call comes too early. `channel` is given for posts. */
    admit(method: string, tier: Tier, channel: string | undefined) {
      if (holds('rate-channel') && tier === 'post' && channel !== undefined) admitPost(channel);
      if (holds('rate-tier')) admitMethod(method, tier);
    },
  };
}
