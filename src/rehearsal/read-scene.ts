import { suggest } from '#src/base/nearest.ts';
import { durationMs, parseDuration } from '#src/base/time.ts';
import type { DrillRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { readAmount } from '#src/domain/runbook/units.ts';
import type { BadFigure, Scene } from './scene.ts';

/** What was typed: `--fail migrate --metric error-rate=5%@rollout+10m --roll-back-at waves`. */
export type SceneWords = {
  readonly fail?: string | undefined;
  readonly metric?: string | undefined;
  readonly rollBackAt?: string | undefined;
};

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };
type Runbook = ReleaseRunbook | DrillRunbook;

/** `error-rate`, `error-rate=5%`, `error-rate=5%@rollout`, `error-rate=5%@rollout+10m`. */
const FIGURE = /^([\w-]+)(?:=([^@]+))?(?:@([\w.-]+?)(?:\+(\w+))?)?$/;

export function readScene(runbook: Runbook, { fail, metric, rollBackAt }: SceneWords): Read<Scene> {
  const steps = runbook.phases.flatMap(phase => phase.steps.map(step => step.id));
  const places = [...runbook.phases.map(phase => phase.id), ...steps];
  const back = runbook.kind === 'release' && runbook.rollback ? runbook.rollback.steps.map(step => step.id) : [];
  const failable = [...steps, ...back];
  if (fail !== undefined && !failable.includes(fail)) return unknown('step', fail, failable);
  if (rollBackAt !== undefined && !places.includes(rollBackAt)) return unknown('step or phase', rollBackAt, places);
  const figure = metric === undefined ? { ok: true as const, value: null } : readFigure(runbook, metric, places);
  if (!figure.ok) return figure;
  return { ok: true, value: { fail: fail ?? null, metric: figure.value, rollBackAt: rollBackAt ?? null } };
}

function readFigure({ product }: Runbook, text: string, places: readonly string[]): Read<BadFigure> {
  const [, name = '', amount, from, after] = FIGURE.exec(text) ?? [];
  const metric = product.metrics[name];
  if (!metric) return unknown('metric', name === '' ? text : name, Object.keys(product.metrics));
  if (from !== undefined && !places.includes(from)) return unknown('step or phase', from, places);
  const read = amount === undefined ? null : readAmount(amount, metric.unit);
  if (read?.ok === false) return { ok: false, problem: `${read.problem}; ${read.hint}.` };
  const duration = after === undefined ? null : parseDuration(after);
  if (duration === undefined) return { ok: false, problem: `"${after}" is no duration; write for example 10m.` };
  const value = { name, value: read?.value ?? null, from: from ?? null, afterMs: duration ? durationMs(duration) : 0 };
  return { ok: true, value };
}

function unknown(what: string, name: string, names: readonly string[]): { ok: false; problem: string } {
  return { ok: false, problem: `There is no ${what} "${name}": ${suggest(name, names)}` };
}
