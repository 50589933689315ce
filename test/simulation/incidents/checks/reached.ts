import { MINUTE, SECOND } from '#src/base/time.ts';
import type { Check, Noted, Scope } from './check.ts';

const LATE_MS = 5 * SECOND;

type Watched = { readonly name: string; readonly upMs: number; state: 'requested' | 'accepted' };

/**
 * R6: whoever is not reached by the pager is reached another way. A page that the provider did not accept for a minute of
 * up-time, or nobody acknowledged for five, has its second way, and every direct message of it stands in Slack at the end.
 */
export function checkReached({ world, raw, problem, upTime }: Scope): Check {
  const watched = new Map<string, Watched>();
  const fallbacks: (Noted & { type: 'page.fallback' })[] = [];
  const direct = raw.prepare(
    "select id, state from effects where stream = ? and kind = 'chat.direct' and json_extract(body, '$.about') in ('page-fallback', 'alert-page', 'page') and coalesce(json_extract(body, '$.page'), ?) = ? and json_extract(body, '$.user') = ?",
  );

  const firing = new Set<string>();
  const ofAlert = new Map<string, string>();

  /** Of an alert that is over nobody has to hear any more, so a page that opened nothing is left. */
  function failed(fact: Noted & { type: 'page.failed' }): void {
    const alert = ofAlert.get(`${fact.stream} ${fact.data.page}`);
    if (alert !== undefined && ![...firing].some(one => one.startsWith(`${alert} `))) end(fact, fact.data.page);
  }

  function end(fact: Noted, page: string): void {
    watched.delete(`${fact.stream} ${page}`);
  }

  return {
    fact(fact) {
      switch (fact.type) {
        case 'page.requested': {
          const name = `${fact.stream} ${fact.data.page}`;
          watched.set(name, { name, upMs: upTime.ms, state: 'requested' });
          if (fact.data.alert !== undefined) ofAlert.set(name, `${fact.stream} ${fact.data.alert}`);
          return;
        }
        case 'alert.fired':
          firing.add(`${fact.stream} ${fact.data.environment}/${fact.data.alert} ${fact.data.source}`);
          return;
        case 'alert.resolved':
          firing.delete(`${fact.stream} ${fact.data.environment}/${fact.data.alert} ${fact.data.source}`);
          return;
        case 'page.failed':
          return failed(fact);
        case 'page.accepted': {
          const one = watched.get(`${fact.stream} ${fact.data.page}`);
          if (one) one.state = 'accepted';
          return;
        }
        case 'page.rings-again': {
          const name = `${fact.stream} ${fact.data.page}`;
          watched.set(name, { name, upMs: upTime.ms, state: 'accepted' });
          return;
        }
        case 'page.acknowledged':
        case 'page.resolved':
          return end(fact, fact.data.page);
        case 'page.fallback':
          fallbacks.push(fact);
          return end(fact, fact.data.page);
        default:
      }
    },
    clockSet(_byMs, seen) {
      if (seen) return;
      for (const [name, one] of watched) watched.set(name, { ...one, upMs: upTime.ms });
    },
    rests() {
      for (const { name, upMs, state } of watched.values()) {
        const forMs = upTime.ms - upMs;
        if (state === 'requested' && forMs > MINUTE + LATE_MS)
          problem(`R6 ${name} is not accepted for ${forMs} ms, and no second way is taken`);
        if (forMs > 5 * MINUTE + LATE_MS)
          problem(`R6 ${name} is not acknowledged for ${forMs} ms, and no second way is taken`);
      }
    },
    ends() {
      const said = new Set(world.messages.flatMap(message => message.effectIds));
      for (const { stream, seq, data } of fallbacks) {
        if (data.users.length === 0) problem(`R6 ${stream} ${seq}: the second way leads to nobody`);
        for (const user of data.users) {
          const row = direct.get(stream, data.page, data.page, user) as { id: string; state: string } | undefined;
          if (!row || !said.has(row.id))
            problem(
              `R6 ${stream} ${seq}: ${user} was never told that ${data.page} is ${data.says} (${row?.state ?? 'not asked for'})`,
            );
        }
      }
    },
  };
}
