import type { Json, JsonObject } from '#src/base/json.ts';
import type { EffectAsk } from './effects.ts';
import { refOf } from './refs.ts';
import { resolveAction } from './resolve-step.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep } from './sections.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run, WatchRecord } from './state.ts';
import { isSafe } from './unanswered.ts';

export function askSweep(run: Run, watch: string, record: WatchRecord): EffectAsk {
  const { metrics, lookBack } = record.definition;
  return {
    kind: 'measure',
    lane: `measure:${run.stream}:${watch}`,
    priority: 1,
    body: { watch, window: run.stream, metrics: metrics as unknown as Json, ...(lookBack && { over: lookBack }) },
  };
}

export function askPoll(run: Run, step: string): EffectAsk {
  const until = http(run, step)?.until;
  const { resolved } = stateOf(run, step);
  return act(run, 'http.poll', step, {
    url: resolved['poll'] ?? '',
    headers: resolved['headers'] ?? {},
    expect: (until?.expect ?? null) as Json,
    failOn: (until?.failOn ?? null) as Json,
  });
}

/** The command or call of a step; of a shift, that of one wave. */
export function askAction(run: Run, step: AnyStep, resolved: JsonObject, wave: number | null): EffectAsk {
  const ref = refOf(run, step.id, wave) as unknown as Json;
  const { act: kind, ...rest } = resolved;
  if (kind === 'http') {
    const outputs = step.verb === 'http' ? step.outputs : {};
    const call = isSafe(String(rest['method'])) ? 'http.get' : 'http.call';
    return act(run, call, step.id, { ...rest, expect: expectation(step), outputs }, ref);
  }
  return act(run, 'command.start', step.id, { ...rest, ...judged(step), executable: executableOf(run, resolved) }, ref);
}

/** How the end of a command is judged; a shift's command must end with 0. */
function judged(step: AnyStep): JsonObject {
  if (step.verb !== 'run') return { expect: { exit: 0, output: null }, outputs: {} };
  return { expect: step.expect, outputs: step.outputs };
}

/** The action of one wave, resolved with its number, weight and targets. Throws Unresolved. */
export function waveAction(run: Run, step: AnyStep & { verb: 'shift' }, number: number): JsonObject {
  const wave = run.waves.find(one => one.number === number);
  return resolveAction(run, step.act, scopeOf(run, wave ? { step: step.id, wave } : { step: step.id }));
}

function expectation(step: AnyStep): Json {
  const action = step.verb === 'http' || step.verb === 'shift' ? step.act : null;
  return action?.kind === 'http' ? (action.expect as Json) : null;
}

function executableOf(run: Run, resolved: JsonObject): Json {
  const name = Array.isArray(resolved['argv']) ? String(resolved['argv'][0] ?? '') : '';
  return run.executables[name] ?? null;
}

export function act(
  run: Run,
  kind: EffectAsk['kind'],
  step: string,
  body: JsonObject,
  ref: Json = refOf(run, step) as unknown as Json,
): EffectAsk {
  const found = findStep(run, step);
  const background = found?.verb === 'run' && found.background !== null;
  const lane = background ? `command:${run.stream}:${step}` : `command:${run.stream}`;
  return { kind, lane, priority: 1, body: { ...body, ref, ...(background && { beside: true }) } };
}

function http(run: Run, step: string): (AnyStep & { verb: 'http' }) | null {
  const found = findStep(run, step);
  return found?.verb === 'http' ? found : null;
}
