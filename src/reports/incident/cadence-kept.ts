import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { cadenceOf } from '#src/domain/incident/grade.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Moment } from './history.ts';

/** The time from one word to the next: the declaration or an update, and what came after it. */
export type Turn = {
  readonly from: Instant;
  readonly to: Instant;
  readonly ending: 'update' | 'no-change' | 'resolved' | 'open';
  /** Number of the fact that ended it; null: nothing has. */
  readonly seq: number | null;
  /** The last moment at which it was in time; null: nothing was due. */
  readonly dueAt: Instant | null;
  readonly lateMs: number;
  /** `put-off`: late, within a snooze with a reason. `missed`: it was told to be missed. `not-due`: it ended before. */
  readonly outcome: 'met' | 'put-off' | 'late' | 'missed' | 'not-due';
  readonly snoozes: readonly Snooze[];
};

export type Snooze = { readonly at: Instant; readonly until: Instant; readonly reason: string; readonly by: string };

export type CadenceKept = {
  readonly turns: readonly Turn[];
  /** Updates that were due, and how many of them came in time. */
  readonly due: number;
  readonly met: number;
  readonly putOff: number;
  /** Late or missed. */
  readonly late: number;
  readonly missed: number;
  readonly worstLateMs: number;
  /** The longest time without a word while it was open. */
  readonly longest: Turn | null;
};

/** Whether people heard of it when they were told they would: due against posted. */
export function cadenceKept(moments: readonly Moment[], end: Instant): CadenceKept {
  const turns = turnsOf(moments, end);
  const of = (...outcomes: readonly Turn['outcome'][]) => turns.filter(turn => outcomes.includes(turn.outcome)).length;
  return {
    turns,
    due: turns.length - of('not-due'),
    met: of('met'),
    putOff: of('put-off'),
    late: of('late', 'missed'),
    missed: of('missed'),
    worstLateMs: Math.max(0, ...turns.map(turn => turn.lateMs)),
    longest: turns.reduce<Turn | null>((most, turn) => (most && lengthOf(most) >= lengthOf(turn) ? most : turn), null),
  };
}

export function lengthOf({ from, to }: Turn): number {
  return to - from;
}

/** A turn in the making. */
type Open = { readonly from: Instant; readonly missed: boolean; readonly snoozes: readonly Snooze[] };

function turnsOf(moments: readonly Moment[], end: Instant): readonly Turn[] {
  const turns: Turn[] = [];
  let open: Open | null = null;
  for (const { fact, before } of moments) {
    const ending = endingOf(fact);
    if (ending !== null && open !== null && before !== null)
      turns.push(ended(open, before, { ending, at: fact.at, seq: fact.seq }));
    open = nextOpen(open, fact);
  }
  const last = moments.at(-1)?.run;
  return open && last ? [...turns, ended(open, last, { ending: 'open', at: end, seq: null })] : turns;
}

function endingOf(fact: Fact): Turn['ending'] | null {
  if (fact.type === 'incident.updated') return fact.data.noChange ? 'no-change' : 'update';
  return fact.type === 'incident.resolved' ? 'resolved' : null;
}

function nextOpen(open: Open | null, fact: Fact): Open | null {
  switch (fact.type) {
    case 'incident.declared':
    case 'incident.reopened':
    case 'incident.updated':
      return { from: fact.at, missed: false, snoozes: [] };
    case 'incident.resolved':
      return null;
    case 'incident.update-missed':
      return open && { ...open, missed: true };
    case 'reminder.snoozed': {
      const { until, reason } = fact.data;
      const by = fact.actor.kind === 'person' ? fact.actor.user : 'gonogo';
      return open && { ...open, snoozes: [...open.snoozes, { at: fact.at, until, reason, by }] };
    }
    default:
      return open;
  }
}

function ended(
  open: Open,
  run: IncidentRun,
  { ending, at, seq }: Pick<Turn, 'ending' | 'seq'> & { at: Instant },
): Turn {
  const { from, snoozes } = open;
  const to = Math.max(from, at);
  const dueAt = lastInTime(run);
  const lateMs = dueAt === null ? 0 : Math.max(0, to - dueAt);
  const turn = { from, to, ending, seq, dueAt, lateMs, snoozes };
  return { ...turn, outcome: outcomeOf(turn, open.missed) };
}

function outcomeOf({ ending, to, dueAt, lateMs, snoozes }: Omit<Turn, 'outcome'>, missed: boolean): Turn['outcome'] {
  if (missed) return 'missed';
  if (dueAt === null) return 'not-due';
  if (lateMs === 0) return ending === 'update' || ending === 'no-change' ? 'met' : 'not-due';
  return to <= Math.max(0, ...snoozes.map(snooze => snooze.until)) ? 'put-off' : 'late';
}

/** `10m` is late after ten minutes; of `20m-30m` the twenty only remind, and thirty is in time. */
function lastInTime(run: IncidentRun): Instant | null {
  const cadence = cadenceOf(run);
  const { dueAt } = run.cadence;
  if (cadence === null || dueAt === null) return null;
  const isRange = cadence.missedMs !== 2 * cadence.dueMs;
  return isRange ? dueAt + cadence.missedMs - cadence.dueMs : dueAt;
}
