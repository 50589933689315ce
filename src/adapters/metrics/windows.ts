import { HOUR, type Instant, MINUTE, SECOND, sayDuration } from '#src/base/time.ts';
import { Unmeasured } from './unmeasured.ts';

/** Counters of one metric in one run's watch, as far back as its window reaches. Lives in memory only. */
export type Windows = {
  /**
   * Adds a reading of counters and answers by how much each has grown within the window; null: it is the first, or
   * the one before it is too old, so there is nothing to compare it with.
   */
  grown(key: string, reading: CounterReading): Growth | null;
};

export type CounterReading = {
  readonly at: Instant;
  readonly windowMs: number;
  readonly intervalMs: number;
  /** Series, told apart by its labels -> its counter. */
  readonly counters: ReadonlyMap<string, number>;
};

export type Growth = { readonly overMs: number; readonly by: ReadonlyMap<string, number> };

/** Far more than a bot watches at one time. What is beyond is an error of its own: it must never blind the others. */
const WINDOWS_MAX = 10_000;
const SERIES_MAX = 1_000;
/** A window is looked back on to an eighth of its length. */
const POINTS_IN_WINDOW = 8;
/** So many intervals without a reading, and the old one says nothing about now. */
const MISSED_INTERVALS = 4;
/** Readings in a row with nothing to be compared with, before that is an error. */
const COLD_MAX = 2;
/** A window that was not read for so long belongs to a run that is over. */
const FORGOTTEN_MS = HOUR;
/** An answer that is older than the newest was overtaken on its way; one that is much older tells of a clock set back. */
const LATE_MS = 30 * SECOND;

/** All there was up to a moment. `totals` only grow, whatever resets the counters saw. */
type Point = { readonly at: Instant; readonly totals: ReadonlyMap<string, number> };
type Window = {
  readonly points: readonly Point[];
  readonly raw: ReadonlyMap<string, number>;
  readonly newest: Point;
  /** Readings in a row that had nothing to be compared with, and the first of them; null: the newest had. */
  readonly cold: { readonly since: Instant; readonly times: number } | null;
  /** Without a reading until then it is over, whoever read it. */
  readonly keptUntil: Instant;
};

export function createWindows(max = WINDOWS_MAX): Windows {
  /** The least recently read first. */
  const windows = new Map<string, Window>();

  function forgetOld(now: Instant): void {
    for (const [key, { keptUntil }] of windows) {
      if (now <= keptUntil) return;
      windows.delete(key);
    }
  }

  return {
    grown(key, reading) {
      const known = windows.get(key);
      if (known && isOvertaken(known.newest, reading))
        return growth(known, known.newest, { ...reading, ...known.newest });
      forgetOld(reading.at);
      if (!known && windows.size >= max)
        throw new Unmeasured(`more than ${max} counters are watched at once: this one is not`);
      windows.delete(key);
      const usable = known && isUsable(known.newest, reading) ? known : undefined;
      const next = add(usable, known?.cold ?? null, reading);
      windows.set(key, next);
      if (usable) return growth(usable, next.newest, reading);
      refuseEndless(next, reading);
      return null;
    },
  };
}

function isOvertaken(newest: Point, { at }: CounterReading): boolean {
  return at <= newest.at && newest.at - at <= LATE_MS;
}

function isUsable(newest: Point, reading: CounterReading): boolean {
  return newest.at < reading.at && reading.at - newest.at <= tooOldMs(reading);
}

function tooOldMs({ windowMs, intervalMs }: CounterReading): number {
  return windowMs + MISSED_INTERVALS * Math.max(intervalMs, MINUTE);
}

/** Nothing is judged while a window warms up, so that must have an end that somebody hears of. */
function refuseEndless({ cold }: Window, reading: CounterReading): void {
  const forMs = cold === null ? 0 : reading.at - cold.since;
  // After one outage it warms up again; that outage was told.
  if (cold !== null && cold.times > COLD_MAX && forMs > tooOldMs(reading))
    throw new Unmeasured(`for ${sayDuration(forMs)} no two readings came near enough to each other to be compared`);
}

/** A counter that fell was reset and has counted up from 0 since; one that was not there before began at 0. */
function add(known: Window | undefined, cold: Window['cold'], reading: CounterReading): Window {
  const { at, windowMs, counters } = reading;
  const raw = new Map(known?.raw);
  const totals = new Map(known?.newest.totals);
  for (const [series, value] of counters) {
    if (!Number.isFinite(value)) throw new Unmeasured(`a counter says ${value}`);
    const before = raw.get(series) ?? 0;
    if (known) totals.set(series, (totals.get(series) ?? 0) + (value < before ? value : value - before));
    raw.set(series, value);
  }
  if (raw.size > SERIES_MAX) throw new Unmeasured(`more than ${SERIES_MAX} series: narrow it down with where`);
  const newest = { at, totals };
  return {
    raw,
    newest,
    points: trimmed([...(known?.points ?? [])], newest, windowMs),
    cold: known ? null : { since: cold?.since ?? at, times: (cold?.times ?? 0) + 1 },
    keptUntil: at + Math.max(tooOldMs(reading), FORGOTTEN_MS),
  };
}

/** Keeps one point that is as old as the window, and few enough within it. */
function trimmed(points: readonly Point[], newest: Point, windowMs: number): readonly Point[] {
  const last = points.at(-1);
  const all = !last || newest.at - last.at >= windowMs / POINTS_IN_WINDOW ? [...points, newest] : points;
  const oldest = all.findLastIndex(point => point.at <= newest.at - windowMs);
  return all.slice(Math.max(0, oldest));
}

/** Against the newest point that lies a whole window back, or the oldest there is. */
function growth(known: Window, newest: Point, { at, windowMs }: CounterReading): Growth | null {
  const baseline = known.points.findLast(point => point.at <= at - windowMs) ?? known.points[0];
  if (!baseline || baseline.at === at) return null;
  const by = new Map<string, number>();
  for (const [series, total] of newest.totals) by.set(series, total - (baseline.totals.get(series) ?? 0));
  return { overMs: at - baseline.at, by };
}
