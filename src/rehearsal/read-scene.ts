import { suggest } from '#src/base/nearest.ts';
import { durationMs, parseDuration } from '#src/base/time.ts';
import { isStory, STORIES } from '#src/domain/incident/stories.ts';
import type { Runbook } from '#src/domain/runbook/model/runbook.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import { readAmount } from '#src/domain/runbook/units.ts';
import type { BadFigure, Scene, Turn } from './scene.ts';
import { stepsOf } from './steps.ts';

/** What was typed: `--fail migrate --metric error-rate=5%@rollout+10m --roll-back-at waves`, `--severity sev2 --scene nobody`. */
export type SceneWords = {
  readonly fail?: string | undefined;
  readonly metric?: string | undefined;
  readonly rollBackAt?: string | undefined;
  readonly severity?: string | undefined;
  readonly action?: string | undefined;
  readonly scene?: string | undefined;
};

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** `error-rate`, `error-rate=5%`, `error-rate=5%@rollout`, `error-rate=5%@rollout+10m`. */
const FIGURE = /^([\w-]+)(?:=([^@]+))?(?:@([\w.-]+?)(?:\+(\w+))?)?$/;

export function readScene(runbook: Runbook, words: SceneWords): Read<Scene> {
  const { fail, metric, rollBackAt } = words;
  const steps = runbook.phases.flatMap(phase => phase.steps.map(step => step.id));
  const places = [...runbook.phases.map(phase => phase.id), ...steps];
  const failable = [...steps, ...stepsBeside(runbook)];
  if (fail !== undefined && !failable.includes(fail)) return unknown('step', fail, failable);
  if (rollBackAt !== undefined && runbook.kind === 'incident')
    return { ok: false, problem: 'An incident has no rollback of its own; rehearse one of its actions: --action ID.' };
  if (rollBackAt !== undefined && !places.includes(rollBackAt)) return unknown('step or phase', rollBackAt, places);
  const figure = metric === undefined ? { ok: true as const, value: null } : readFigure(runbook, metric, places);
  if (!figure.ok) return figure;
  const turn = readTurn(runbook, words);
  if (!turn.ok) return turn;
  const went = { fail: fail ?? null, metric: figure.value, rollBackAt: rollBackAt ?? null };
  return { ok: true, value: { ...went, ...turn.value } };
}

/** Steps outside the phases: of the rollback, of an incident's actions. */
function stepsBeside(runbook: Runbook): readonly string[] {
  if (runbook.kind === 'release') return runbook.rollback?.steps.map(step => step.id) ?? [];
  return runbook.kind === 'incident' ? runbook.actions.flatMap(action => stepsOf(action).map(step => step.id)) : [];
}

function readTurn(runbook: Runbook, { severity, action, scene, fail }: SceneWords): Read<Turn> {
  if (runbook.kind !== 'incident') {
    const given = { '--severity': severity, '--action': action, '--scene': scene };
    const option = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
    if (option === undefined) return { ok: true, value: { severity: null, action: null, story: null } };
    return { ok: false, problem: `${option} belongs to incidents; this is a ${runbook.kind}.` };
  }
  const { grades, actions } = runbook;
  const grade = grades.find(one => one.name.toLowerCase() === severity?.toLowerCase());
  if (severity !== undefined && !grade)
    return unknown(
      'severity',
      severity,
      grades.map(one => one.name),
    );
  const id = action ?? actions.find(one => stepsOf(one).some(step => step.id === fail))?.id;
  const tried = actions.find(one => one.id === id);
  if (id !== undefined && !tried)
    return unknown(
      'action',
      id,
      actions.map(one => one.id),
    );
  const offering = tried && grades.filter(one => offers(one, tried)).map(one => one.name);
  const declared = grade?.name ?? offering?.[0] ?? null;
  if (offering && (declared === null || !offering.includes(declared)))
    return { ok: false, problem: `${declared ?? 'No severity'} offers no action "${id}"; ${sayNames(offering)}.` };
  if (scene !== undefined && !isStory(scene)) return unknown('scene', scene, Object.keys(STORIES));
  if (scene === 'worse' && (declared ?? grades[0]?.name) === grades[0]?.name)
    return { ok: false, problem: `${grades[0]?.name} is the highest severity: declare a lower one, with --severity.` };
  return { ok: true, value: { severity: declared, action: tried?.id ?? null, story: scene ?? null } };
}

function sayNames(names: readonly string[]): string {
  return names.length === 0 ? 'no severity does' : `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'}`;
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
