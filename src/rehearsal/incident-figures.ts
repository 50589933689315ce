import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { beganAt } from './people.ts';
import type { Bad } from './ports.ts';
import type { Scene } from './scene.ts';
import { conditionOf, gradeAbove, valueBeyond } from './severity.ts';

/** A figure that was let go bad is good again after so long. */
const BAD_FOR_MS = 15 * MINUTE;
/** What gets worse does so this long after the declaration; what comes back, this long after it was mitigated. */
export const TURNS_AFTER_MS = 5 * MINUTE;

/** The figure that is bad now, as the scene wants it; null: all are good. */
export function badFigure(run: IncidentRun, scene: Scene, now: Instant): Bad | null {
  const { fail, metric, story } = scene;
  if (metric !== null) {
    const from = metric.from === null ? run.startedAt : beganAt(run, metric.from);
    const since = from === null ? -1 : now - from - metric.afterMs;
    return since >= 0 && since < BAD_FOR_MS ? { metric: metric.name, watch: null, value: metric.value } : null;
  }
  if (story === 'worse') return worse(run, now);
  if (story === 'comes-back') return back(run, now);
  return fail === null ? null : { metric: null, watch: fail, value: null };
}

/** What suggests the next higher grade, until somebody has set it. */
function worse(run: IncidentRun, now: Instant): Bad | null {
  const [first, raised] = run.severities;
  const above = first && gradeAbove(run.runbook, first.severity);
  const wanted = above && conditionOf(above);
  if (!wanted || raised !== undefined || now < run.startedAt + TURNS_AFTER_MS) return null;
  return { metric: wanted.metric, watch: null, value: valueBeyond(wanted.condition) };
}

/** What it is to be stable by, from a while after it was called mitigated until it is so again. */
function back(run: IncidentRun, now: Instant): Bad | null {
  const metric = run.runbook.resolve.stable?.metrics[0];
  const [once, again] = run.statuses.filter(one => one.status === 'mitigated');
  if (metric === undefined || !once || again || now < once.at + TURNS_AFTER_MS) return null;
  return { metric, watch: null, value: null };
}
