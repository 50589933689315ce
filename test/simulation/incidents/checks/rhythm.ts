import type { Instant } from '#src/base/time.ts';
import { MINUTE, SECOND } from '#src/base/time.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { SimMessage } from '../../world/world.ts';
import { UpTime } from '../up-time.ts';
import type { Check, Noted, Scope } from './check.ts';

const SLACK_MS = 5 * SECOND;
const APART_MS = 5 * MINUTE;
/** The longest pause between two tries to post, and the rest before an unanswered one is looked up: longer is no excuse. */
const EXCUSED_MS = 5 * MINUTE + 30 * SECOND + SLACK_MS;

type Followed = {
  readonly stream: string;
  readonly channel: string;
  readonly grades: readonly Grade[];
  readonly counted: UpTime;
  open: boolean;
  limitMs: number | null;
  dueMs: number | null;
  /** Until when Slack is to blame. */
  excusedUntil: Instant;
  /** Up-time at the last word people heard. */
  since: number;
  /** Every reminder since the count began anew, by the number of its fact. */
  reminders: readonly { readonly seq: number; readonly at: Instant }[];
  /** When the last one stood in Slack, and whether Slack had kept it back. */
  lastShown: { readonly at: Instant; readonly late: boolean } | null;
};

/**
 * R1: while the bot is up and the incident open, people hear something at least every cadence + 5 s. An update, or a
 * reminder that stands in Slack, is heard. What is not counted: time in which the bot is down or its process stands still;
 * time from a call to the thread that Slack refused, did not answer, or the bot died in, until the thread has caught up
 * (the bot waits 30 s before it looks whether an unanswered message arrived, or it would double it). The count begins anew
 * with the declaration, an update, a snooze (10 min more, and at most twice), another grade, a reopening, and with a clock
 * that was set while nobody could notice. R2: two reminders are 5 min apart, unless one of these lies between or the clock
 * was set forward; in Slack too, unless Slack had kept back the first, and then only the newest is said.
 */
export function checkRhythm({ world, raw, problem }: Scope): Check {
  const followed = new Map<string, Followed>();
  const reminderOf = raw.prepare("select stream, json_extract(body, '$.reminder') as seq from effects where id = ?");
  const waiting = raw
    .prepare("select count(*) from effects where lane = ? and state in ('due', 'unknown') and due_at <= ?")
    .pluck();
  const unknown = raw.prepare("select count(*) from effects where lane = ? and state = 'unknown'").pluck();
  /** An answer to a bot that has died since tells the next one nothing. */
  function isCaughtUp(stream: string): boolean {
    const lane = `chat:${stream}`;
    return waiting.get(lane, world.now()) === 0 && unknown.get(lane) === 0;
  }

  function hold(reason: string): void {
    for (const one of followed.values()) one.counted.hold(reason);
  }

  function release(reason: string): void {
    for (const one of followed.values()) one.counted.release(reason);
  }

  function declared(fact: Noted & { type: 'incident.declared' }): void {
    const { grades } = fact.data.runbook as unknown as IncidentRunbook;
    const counted = new UpTime(world.time);
    const one: Followed = {
      stream: fact.stream,
      channel: fact.data.channel,
      grades,
      counted,
      open: true,
      limitMs: null,
      dueMs: null,
      excusedUntil: 0,
      since: 0,
      reminders: [],
      lastShown: null,
    };
    followed.set(fact.stream, one);
    regraded(one, fact.data.severity);
  }

  function regraded(one: Followed, severity: string): void {
    one.dueMs = one.grades.find(grade => grade.name === severity)?.cadence?.dueMs ?? null;
    anew(one);
  }

  function anew(one: Followed, limitMs = one.dueMs): void {
    heard(one);
    one.limitMs = limitMs;
    one.reminders = [];
    one.lastShown = null;
  }

  function heard(one: Followed): void {
    check(one);
    one.since = one.counted.ms;
  }

  function excuse(one: Followed): void {
    one.counted.hold('slack');
    one.excusedUntil = world.time.now + EXCUSED_MS;
  }

  function check(one: Followed): void {
    const gapMs = one.counted.ms - one.since;
    if (!one.open || one.limitMs === null || gapMs <= one.limitMs + SLACK_MS) return;
    problem(
      `R1 ${one.stream}: nothing was heard for ${gapMs / SECOND} s of up-time, and ${one.limitMs / SECOND} s are allowed`,
    );
  }

  function reminded(one: Followed, { seq }: Noted): void {
    const before = one.reminders.at(-1);
    const apartMs = before === undefined ? APART_MS : world.time.now - before.at;
    if (apartMs < APART_MS - SECOND) problem(`R2 ${one.stream} ${seq}: reminded again after ${apartMs / SECOND} s`);
    one.reminders = [...one.reminders.slice(-5), { seq, at: world.time.now }];
  }

  function shown(one: Followed, seq: number): void {
    const { now } = world.time;
    heard(one);
    one.limitMs = one.dueMs;
    const decided = one.reminders.find(known => known.seq === seq);
    const late = decided === undefined || now - decided.at > SLACK_MS;
    const before = one.lastShown;
    if (before && !before.late && !late && now - before.at < APART_MS - 2 * SECOND - SLACK_MS)
      problem(`R2 ${one.stream}: two reminders stand in Slack ${(now - before.at) / SECOND} s apart`);
    one.lastShown = { at: now, late };
  }

  return {
    fact(fact) {
      if (fact.type === 'incident.declared') return declared(fact);
      const one = followed.get(fact.stream);
      if (!one) return;
      switch (fact.type) {
        case 'incident.updated':
          return anew(
            one,
            fact.data.nextAt === null ? one.dueMs : Math.max(one.dueMs ?? 0, fact.data.nextAt - fact.at),
          );
        case 'reminder.snoozed':
          return anew(one);
        case 'incident.severity-set':
          return regraded(one, fact.data.severity);
        case 'incident.resolved':
          check(one);
          one.open = false;
          return;
        case 'incident.reopened':
          one.open = true;
          one.since = one.counted.ms;
          return anew(one);
        case 'incident.update-due':
        case 'incident.update-missed':
          return reminded(one, fact);
        default:
      }
    },
    saying({ effectIds, ts }) {
      const row = ts === null && (reminderOf.get(effectIds[0]) as { stream: string; seq: number | null } | undefined);
      if (!row || row.seq === null) return;
      const newest = followed.get(row.stream)?.reminders.at(-1);
      if (newest && newest.seq > row.seq && newest.at < world.time.now)
        problem(`R2 ${row.stream}: the reminder ${row.seq} is said although ${newest.seq} came after it`);
    },
    posted({ effectIds }: SimMessage) {
      const row = reminderOf.get(effectIds[0]) as { stream: string; seq: number | null } | undefined;
      const one = row && row.seq !== null ? followed.get(row.stream) : undefined;
      if (row?.seq && one) shown(one, row.seq);
    },
    trouble(channel, is) {
      for (const one of followed.values()) {
        if (one.channel !== channel) continue;
        if (is) excuse(one);
        else if (isCaughtUp(one.stream)) one.counted.release('slack');
      }
    },
    bot(is) {
      if (is === 'down' || is === 'asleep') return hold(is);
      const wasAsleep = is === 'awake' && [...followed.values()].some(one => one.counted.holds('asleep'));
      release(is === 'up' ? 'down' : 'asleep');
      if (is === 'up' || wasAsleep)
        for (const one of followed.values())
          if (one.counted.holds('slack') || unknown.get(`chat:${one.stream}`) !== 0) excuse(one);
    },
    clockSet(byMs, seen) {
      for (const one of followed.values()) {
        if (!seen) anew(one);
        else if (byMs > 0) {
          one.reminders = [];
          one.lastShown = null;
        }
      }
    },
    rests() {
      for (const one of followed.values()) {
        if (world.time.now > one.excusedUntil) one.counted.release('slack');
        check(one);
      }
    },
  };
}
