import { MINUTE } from '#src/base/time.ts';
import { fact } from '#src/domain/fact.ts';
import { reasonsFor, sayWhy } from '#src/domain/incident/suggest.ts';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import type { Reading } from '#src/domain/measure/reading.ts';
import type { Measured } from '#src/domain/measure/standing.ts';
import { sayStanding, standing, streakOf } from '#src/domain/measure/standing.ts';
import { sweep } from '#src/domain/measure/sweep.ts';
import { intervalMs, startWatch } from '#src/domain/measure/watch.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { Alert } from '#src/domain/runbook/model/alert.ts';
import type { AlertsMeasured } from './commands.ts';
import type { AlertDraft } from './draft.ts';
import { fire, resolve } from './firing.ts';
import { OURSELVES } from './senders.ts';
import type { Watched } from './state.ts';
import { keyOfAlert } from './state.ts';
import { sweepAsk } from './sweep.ts';
import { figures } from './tell.ts';

/** Figures of an alert that goes on are redrawn so often. */
const FIGURES_MS = 5 * MINUTE;

/** One sweep came back: what began, ended or cannot be judged is a fact; the readings are handed on to the next sweep. */
export function measured(draft: AlertDraft, command: AlertsMeasured): readonly EffectAsk[] {
  const { definition, generation, definedAt, sweeps } = draft.alerts;
  const watched = definition.environments.find(one => one.name === command.environment);
  if (watched === undefined || command.generation !== generation) return [];
  const { now } = draft;
  const { watch } = watched;
  const before = command.state ?? startWatch(now);
  const readings = judgeSweep(watch, command.samples);
  const { state, nextInMs } = sweep(watch, before, readings, now);
  const latest = Object.fromEntries(readings.map(reading => [reading.metric, reading]));
  const found: Measured = { definition: watch, state, latest };
  if (command.people !== null) draft.show({ people: command.people });
  judgeAlerts(draft, watched, found);
  suggest(draft, watched, { found, incidents: command.incidents });
  draft.show({ sweeps: { ...sweeps, [watched.name]: { at: now, latest, state } } });
  const interval = intervalMs(watch, state, now);
  const onGrid = definedAt + (Math.floor((now - definedAt) / interval) + 1) * interval;
  const at = Math.min(onGrid, now + nextInMs);
  return [sweepAsk(draft.alerts, watched, { state, at }), ...figures(draft.alerts, watched.name, now + FIGURES_MS)];
}

/** Only a pass or a fail says anything: an alert that cannot be judged neither begins nor ends. */
function judgeAlerts(draft: AlertDraft, { name: environment, alerts }: Watched, found: Measured): void {
  const blind: { [alert: string]: string } = {};
  const seen: string[] = [];
  for (const alert of alerts) {
    if (alert.judged === null) continue;
    const reading = found.latest[alert.judged.metric];
    judgeAlert(draft, { alert, environment, found, reading });
    const known = draft.alerts.blind[environment]?.alerts[alert.name] !== undefined;
    if (isJudged(reading)) {
      if (known) seen.push(alert.name);
    } else if (!known && isBlind(found, alert.judged.metric))
      blind[alert.name] = reading?.says ?? 'it was not measured';
  }
  if (Object.keys(blind).length > 0) draft.add(fact('alerts.blind', { environment, alerts: blind }));
  if (seen.length > 0) draft.add(fact('alerts.seen', { environment, alerts: seen }));
}

type Judging = {
  readonly alert: Alert;
  readonly environment: string;
  readonly found: Measured;
  readonly reading: Reading | undefined;
};

function judgeAlert(draft: AlertDraft, { alert, environment, found, reading }: Judging): void {
  const { judged, name, title, priority } = alert;
  if (judged === null) return;
  const ours = draft.alerts.episodes[keyOfAlert(environment, name)]?.firing[OURSELVES];
  const streak = streakOf(found, judged);
  if (standing(found, judged)) {
    const says = sayStanding(found, judged);
    const since = streak?.since ?? draft.now;
    const told = { alert: name, title, environment, priority, source: OURSELVES, says, since, link: null };
    if (ours === undefined) fire(draft, told);
  } else if (ours !== undefined && streak?.since === null && isJudged(reading)) {
    resolve(draft, { alert: name, environment, source: OURSELVES, says: reading?.says ?? '' });
  }
}

function isJudged(reading: Reading | undefined): boolean {
  return reading?.verdict === 'pass' || reading?.verdict === 'fail';
}

function isBlind({ definition, state }: Measured, metric: string): boolean {
  const limit = definition.metrics.find(one => one.name === metric)?.consecutiveErrorLimit;
  return limit !== undefined && (state.metrics[metric]?.errors ?? 0) >= limit;
}

type Suggesting = { readonly found: Measured; readonly incidents: readonly string[] };

/** Told once while nobody has declared an incident; from then on the incident suggests grades itself. */
function suggest(draft: AlertDraft, { name }: Watched, { found, incidents }: Suggesting): void {
  const { definition, suggestion } = draft.alerts;
  if (definition.suggested?.environment !== name) return;
  const { grades } = definition.suggested;
  const open = suggestion !== null && suggestion.endedAt === null ? suggestion : null;
  const grade = incidents.length > 0 ? undefined : grades.find(one => reasonsFor(found, one).length > 0);
  if (grade === undefined) {
    if (open === null || (incidents.length === 0 && !mayEnd(found, grades, open.severity))) return;
    const says = incidents.length > 0 ? `${incidents.join(', ')} is open` : 'it holds no more';
    draft.add(fact('incident.suggestion-ended', { severity: open.severity, says }));
    return;
  }
  const rank = (severity: string) => grades.findIndex(one => one.name === severity);
  if (open !== null && rank(open.severity) <= rank(grade.name)) return;
  const says = sayWhy(found, grade, grades.slice(0, rank(grade.name)));
  draft.add(fact('incident.suggested', { severity: grade.name, says }));
}

/** It ends when every figure it was suggested from was judged; what cannot be measured is not over. */
function mayEnd(found: Measured, grades: readonly Pick<Suggestable, 'name' | 'suggest'>[], severity: string): boolean {
  const wanted = grades.find(one => one.name === severity)?.suggest ?? [];
  return wanted.every(one => isJudged(found.latest[one.metric]));
}

type Suggestable = NonNullable<AlertDraft['alerts']['definition']['suggested']>['grades'][number];
