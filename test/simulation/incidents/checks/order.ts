import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import { ALERTS } from '#src/domain/decide.ts';
import type { Check, Scope } from './check.ts';

const LATE_MS = 5 * SECOND;

type Wanted = {
  readonly stream: string;
  readonly channel: string;
  readonly lane: string;
  readonly upMs: number;
  readonly at: Instant;
};

/** As a key of the provider names whose it is: `INC-7`, `REL-2`, `alerts:shop`. */
function nameOf(stream: string): string {
  return stream.startsWith(ALERTS) ? stream : stream.slice(stream.indexOf(':') + 1);
}

/**
 * R3: a page is asked for before anything else is said of its incident, and at once while the bot is up: within 5 s of
 * up-time, unless an earlier page of the same routing key has to be ended first. R9: no timer that has come waits while the
 * bot rests (it looks every second).
 */
export function checkOrder({ world, raw, problem, upTime }: Scope): Check {
  const wanted = new Map<string, Wanted>();
  const asked = new Set<string>();
  const channels = new Map<string, string>();
  const overdue = raw.prepare('select stream, name, at from timers where at <= ? limit 1');
  const ahead = raw
    .prepare(
      "select count(*) from effects where lane = ? and state in ('due', 'sending', 'unknown') and position < (select min(position) from effects where kind = 'pager.trigger' and lane = ? and json_extract(body, '$.dedupKey') = ?)",
    )
    .pluck();

  function isFree(dedupKey: string, { lane }: Wanted): boolean {
    return ahead.get(lane, lane, dedupKey) === 0;
  }

  return {
    fact(fact) {
      if (fact.type === 'incident.declared') channels.set(fact.stream, fact.data.channel);
      if (fact.type === 'page.requested' && !asked.has(fact.data.dedupKey))
        wanted.set(fact.data.dedupKey, {
          stream: fact.stream,
          channel: channels.get(fact.stream) ?? '',
          lane: `pager:${fact.stream}:${fact.data.key}${fact.data.alert === undefined ? '' : `:${fact.data.alert}`}`,
          upMs: upTime.ms,
          at: world.time.now,
        });
      // Somebody has it, or it is over: then nobody is asked for any more.
      if (fact.type === 'page.resolved' || fact.type === 'page.failed' || fact.type === 'page.acknowledged')
        for (const dedupKey of wanted.keys())
          if (dedupKey.includes(`/${nameOf(fact.stream)}/${fact.data.page}/`)) wanted.delete(dedupKey);
    },
    paging(dedupKey) {
      asked.add(dedupKey);
      wanted.delete(dedupKey);
    },
    saying({ channel, ts, message }) {
      if (ts !== null) return;
      // What was asked for at this very instant is on its way; its turn is before this one's or right after.
      for (const [dedupKey, one] of wanted)
        if (one.channel === channel && one.at < world.time.now && isFree(dedupKey, one))
          problem(`R3 ${one.stream}: "${message.text.slice(0, 60)}" was said before ${dedupKey} was asked for`);
    },
    rests() {
      for (const [dedupKey, one] of wanted)
        if (upTime.ms - one.upMs > LATE_MS && isFree(dedupKey, one))
          problem(`R3 ${one.stream}: ${dedupKey} was not asked for within 5 s`);
      // A lane that rests a moment may keep the next look waiting for as long; the loop never sleeps for more than a second.
      const late = overdue.get(world.now() - LATE_MS) as { stream: string; name: string; at: number } | undefined;
      if (late) problem(`R9 ${late.stream}: ${late.name} is ${world.now() - late.at} ms late, and nobody does it`);
    },
  };
}
