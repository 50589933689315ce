import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { acceptReadings } from '#src/domain/measure/accept.ts';
import { sweep } from '#src/domain/measure/sweep.ts';
import type { Watch } from '#src/domain/measure/watch.ts';
import { intervalMs as intervalNow, startWatch } from '#src/domain/measure/watch.ts';
import { isRising, paced } from './resting.ts';
import type { RecentValue, Run, WatchRecord } from './state.ts';
import { changed } from './state.ts';

/** Two hours of a one-minute sweep, half an hour of the default: enough for trend lines and comparisons. */
const RECENT_MAX = 120;

/** Folds measuring: watches, their sweeps, snapshots and comparisons. */
export function evolveWatch<R extends Run>(run: R, fact: Fact): R {
  switch (fact.type) {
    case 'watch.started':
      return withWatch(run, fact.data.watch, {
        kind: fact.data.kind,
        definition: fact.data.definition as unknown as Watch,
        startedAt: fact.at,
        until: fact.data.until,
        ended: false,
        sweptAt: null,
        sweepAt: fact.at,
        state: startWatch(fact.at),
        latest: {},
        counts: {},
        warning: null,
        recent: {},
      });
    case 'watch.swept':
      return swept(run, fact);
    case 'metric.warned':
      return changeWatch(run, fact.data.watch, watch => ({ warning: warningOf(watch, fact) }));
    case 'watch.ended':
      return changeWatch(run, fact.data.watch, () => ({ ended: true }));
    case 'snapshot.taken':
      return changed(run, {
        snapshots: { ...run.snapshots, [fact.data.step]: fact.data.metrics as Run['snapshots'][string] },
      });
    case 'comparison.made':
      return changed(run, {
        comparisons: { ...run.comparisons, [fact.data.step]: fact.data as Run['comparisons'][string] },
      });
    case 'release.resumed':
      return goneOn(run, fact);
    case 'step.retried':
      return changeWatch(run, fact.data.step, () => ({ ended: true }));
    default:
      return run;
  }
}

/**
 * After a pause every watch measures anew. Only what a person was told and accepted with a reason does not stop the run
 * again until it has passed once or is clearly worse; what went wrong unnoticed meanwhile still does.
 */
function goneOn<R extends Run>(run: R, fact: Fact & { type: 'release.resumed' }): R {
  const told = run.kind === 'release' ? (run.pause?.told ?? {}) : {};
  const watches = Object.fromEntries(
    Object.entries(run.watches).map(([id, watch]) => {
      const state =
        fact.data.override === id
          ? acceptReadings(watch.definition, watch.state, told, fact.at)
          : { ...watch.state, startedAt: fact.at, greenSince: null, greenAt: null, announced: null };
      // One that rested meanwhile is looked at at once.
      const rested = !watch.ended && paced(run, watch.definition, fact.at) !== watch.definition;
      return [id, { ...watch, state, sweepAt: rested ? fact.at : watch.sweepAt }];
    }),
  );
  return changed(run, { watches });
}

function swept<R extends Run>(run: R, fact: Fact & { type: 'watch.swept' }): R {
  return changeWatch(run, fact.data.watch, watch => sweptWatch(run, watch, fact));
}

function sweptWatch(run: Run, watch: WatchRecord, fact: Fact & { type: 'watch.swept' }): Partial<WatchRecord> {
  const latest = {
    ...watch.latest,
    ...Object.fromEntries(fact.data.readings.map(reading => [reading.metric, reading])),
  };
  return {
    sweptAt: fact.at,
    ...foldSweep(run, watch, fact),
    latest,
    // What could not be measured is not over: only a pass is.
    warning: watch.warning?.metrics.every(name => latest[name]?.verdict === 'pass') ? null : watch.warning,
    counts: count(watch.counts, fact.data.readings),
    recent: remember(watch.definition.lookBack ? {} : watch.recent, fact.data.readings),
  };
}

/** The sweep it follows has just announced it, with the names of its metrics (domain/measure/sweep.ts). */
function warningOf(watch: WatchRecord, { at, data }: Fact & { type: 'metric.warned' }): WatchRecord['warning'] {
  return { action: data.action, says: data.says, at, metrics: watch.state.announced?.split(' ').slice(1) ?? [] };
}

function foldSweep(
  run: Run,
  watch: WatchRecord,
  fact: Fact & { type: 'watch.swept' },
): Pick<WatchRecord, 'state' | 'sweepAt'> {
  const now = fact.at;
  const definition = paced(run, watch.definition, now);
  const { state, nextInMs } = sweep(definition, watch.state, fact.data.readings, now);
  const usual = isRising(definition, state, now) ? watch.definition : definition;
  const sweepAt = Math.min(
    nextOnGrid(watch, intervalNow(usual, watch.state, now), now),
    nextInMs < intervalNow(usual, state, now) ? now + nextInMs : Number.POSITIVE_INFINITY,
  );
  // A timer is set only when its instant changes. After a clock was set back by a moment the grid names the same one again.
  return { state, sweepAt: sweepAt === watch.sweepAt ? sweepAt + 1 : sweepAt };
}

/** The next point of the watch's grid: a late sweep does not shift the ones that follow. */
function nextOnGrid(watch: WatchRecord, intervalMs: number, at: Instant): Instant {
  const next = watch.startedAt + (Math.floor((at - watch.startedAt) / intervalMs) + 1) * intervalMs;
  return watch.until !== null && at < watch.until ? Math.min(next, watch.until) : next;
}

type Readings = (Fact & { type: 'watch.swept' })['data']['readings'];

function count(counts: WatchRecord['counts'], readings: Readings): WatchRecord['counts'] {
  const next = { ...counts };
  for (const { metric, verdict } of readings) {
    const { pass, fail, unclear } = next[metric] ?? { pass: 0, fail: 0, unclear: 0 };
    if (verdict === 'pass') next[metric] = { pass: pass + 1, fail, unclear };
    else if (verdict === 'fail') next[metric] = { pass, fail: fail + 1, unclear };
    else if (verdict !== 'warming-up') next[metric] = { pass, fail, unclear: unclear + 1 };
  }
  return next;
}

function remember(
  recent: WatchRecord['recent'],
  readings: (Fact & { type: 'watch.swept' })['data']['readings'],
): WatchRecord['recent'] {
  const next: { [metric: string]: readonly RecentValue[] } = { ...recent };
  for (const { metric, at, value, samples } of readings) {
    if (value !== null) next[metric] = [...(next[metric] ?? []), { at, value, samples }].slice(-RECENT_MAX);
  }
  return next;
}

function withWatch<R extends Run>(run: R, id: string, watch: WatchRecord): R {
  return changed(run, { watches: { ...run.watches, [id]: watch } });
}

function changeWatch<R extends Run>(run: R, id: string, change: (watch: WatchRecord) => Partial<WatchRecord>): R {
  const watch = run.watches[id];
  return watch === undefined ? run : withWatch(run, id, { ...watch, ...change(watch) });
}
