import { type Instant, MINUTE } from '#src/base/time.ts';
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

/** A product has tens of scraped metrics and a run a handful of watches; the least recently read goes first. */
const WINDOWS_MAX = 500;
const SERIES_MAX = 1_000;
/** A window is looked back on to an eighth of its length. */
const POINTS_IN_WINDOW = 8;
/** So many intervals without a reading, and the old one says nothing about now. */
const MISSED_INTERVALS = 4;

/** All there was up to a moment. `totals` only grow, whatever resets the counters saw. */
type Point = { readonly at: Instant; readonly totals: ReadonlyMap<string, number> };
type Window = { readonly points: readonly Point[]; readonly raw: ReadonlyMap<string, number>; readonly newest: Point };

export function createWindows(max = WINDOWS_MAX): Windows {
  const windows = new Map<string, Window>();
  return {
    grown(key, reading) {
      const known = windows.get(key);
      if (known?.newest.at === reading.at) return growth(known, known.newest, reading);
      windows.delete(key);
      const usable = known && isUsable(known.newest, reading) ? known : undefined;
      const next = add(usable, reading);
      windows.set(key, next);
      for (const oldest of windows.keys()) {
        if (windows.size <= max) break;
        windows.delete(oldest);
      }
      return usable ? growth(usable, next.newest, reading) : null;
    },
  };
}

function isUsable(newest: Point, { at, windowMs, intervalMs }: CounterReading): boolean {
  const tooOld = windowMs + MISSED_INTERVALS * Math.max(intervalMs, MINUTE);
  return newest.at < at && at - newest.at <= tooOld;
}

/** A counter that fell was reset and has counted up from 0 since; one that was not there before began at 0. */
function add(known: Window | undefined, { at, windowMs, counters }: CounterReading): Window {
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
  return { raw, newest, points: trimmed([...(known?.points ?? [])], newest, windowMs) };
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
