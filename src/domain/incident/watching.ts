import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Rule, Watch } from '#src/domain/measure/watch.ts';
import { defineWatch } from '#src/domain/measure/watch.ts';
import { resolveMetric, Unresolved } from '#src/domain/procedure/resolve-step.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { forward } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';

/** The watch over the figures an incident may end by, and the one over everything else that is shown or suggested from. */
export const STABLE_WATCH = 'stable';
export const LIVE_WATCH = 'live';

/** An hours-long watch looks at most once a minute. */
const LONG_MS = 3 * 60 * 60_000;

/** Both begin with the declaration and end with the resolution. */
export function startWatches(run: IncidentRun): readonly NewFact[] {
  return [...stable(run), ...live(run)];
}

function stable(run: IncidentRun): readonly NewFact[] {
  const wanted = run.runbook.resolve.stable;
  if (wanted === null) return [];
  return started(run, STABLE_WATCH, wanted.metrics, metrics =>
    defineWatch({ metrics, green: { forMs: wanted.forMs, atMostMs: null } }),
  );
}

/** Suggested from, and shown beside items of lists: measured together, judged by nobody. */
function live(run: IncidentRun): readonly NewFact[] {
  const suggested = run.runbook.grades.flatMap(grade => grade.suggest.map(one => one.metric));
  const shown = forward(run).flatMap(section =>
    section.steps.flatMap(step => (step.verb === 'checklist' ? step.items.flatMap(item => item.show) : [])),
  );
  const rules = run.runbook.grades.flatMap(grade => grade.suggest.map((one): Rule => ({ ...one, action: 'warn' })));
  const names = [...new Set([...suggested, ...shown])];
  if (names.length === 0) return [];
  return started(run, LIVE_WATCH, names, metrics => ({
    ...defineWatch({ metrics, limits: 'none', lastsMs: LONG_MS }),
    rules,
  }));
}

/** What cannot even be asked is told as trouble; the incident goes on without it. */
function started(
  run: IncidentRun,
  watch: string,
  names: readonly string[],
  define: (metrics: readonly Metric[]) => Watch,
): readonly NewFact[] {
  const scope = scopeOf(run);
  try {
    const definition = define(names.map(name => resolveMetric(run, name, scope)));
    return [
      fact('watch.started', {
        watch,
        kind: 'phase',
        definition: definition as unknown as { [key: string]: unknown },
        until: null,
      }),
    ];
  } catch (cause) {
    if (!(cause instanceof Unresolved)) throw cause;
    const says = `What "${watch}" watches cannot be measured: ${cause.message}`;
    return [fact('metric.warned', { watch, action: 'warn', says })];
  }
}

/** Watches of an incident that go on, ended. */
export function endWatches(run: IncidentRun, reason: string): readonly NewFact[] {
  return Object.entries(run.watches).flatMap(([watch, { ended }]) =>
    ended ? [] : [fact('watch.ended', { watch, reason })],
  );
}
