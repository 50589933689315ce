import type { Json, JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { addDuration, DAY } from '#src/base/time.ts';
import { inEnvironment } from '#src/domain/runbook/environment.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Action } from '#src/domain/runbook/model/step.ts';
import type { Offset, Text } from '#src/domain/runbook/model/terms.ts';
import { sayNotYet } from '#src/domain/runbook/not-yet.ts';
import type { Resolved, Scope } from '#src/domain/runbook/template.ts';
import {
  resolveArgv,
  resolveHeaders,
  resolveJson,
  resolveQuery,
  resolveText,
  resolveUrl,
} from '#src/domain/runbook/template.ts';
import type { ScopeExtras } from './scope.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep } from './sections.ts';
import type { Run } from './state.ts';

/** A name nobody knows, or a value that may not stand where it would: the step fails with this sentence before anything is done. */
export class Unresolved extends Error {}

/** What a step really does, with every text resolved; stored with its start. Throws Unresolved. */
export function resolveStep(run: Run, step: AnyStep, now: Instant, extras: ScopeExtras): JsonObject {
  const scope = scopeOf(run, { ...extras, step: step.id });
  const words = (text: Text) => must(resolveText(text, wordsOf(run, scope)));
  const title = words(step.title);
  const metrics = (names: readonly string[]) => names.map(name => resolveMetric(run, name, scope)) as unknown as Json;
  switch (step.verb) {
    case 'note':
    case 'confirm':
      return { title, text: words(step.text) };
    case 'checkpoint':
      return {
        title,
        text: words(step.says),
        items: step.items.map(item => words(item.item)),
      };
    case 'checklist':
      return { title, items: step.items.map(item => words(item.item)) };
    case 'run':
      return { title, ...resolveAction(run, step.act, scope) };
    case 'http':
      return {
        title,
        ...resolveAction(run, step.act, scope),
        poll: step.until ? must(resolveUrl(step.until.url, scope)) : null,
      };
    case 'check':
      return {
        title,
        metrics: step.metrics.map(name =>
          expecting(resolveMetric(run, name, scope), step.expectStatus),
        ) as unknown as Json,
        env: step.env.map(name => resolveEnv(run, name, scope)),
      };
    case 'show':
    case 'watch':
    case 'snapshot':
      return { title, metrics: metrics(step.metrics) };
    case 'compare':
      return { title, metrics: metrics(Object.keys(step.limits)) };
    case 'wait':
      return {
        title,
        until: step.until.kind === 'for' ? now + step.until.ms : offsetFrom(run, step.until.offset, now),
      };
    case 'version':
      return {
        title,
        gitRef: step.version.kind === 'of' ? must(resolveText(step.version.ref, scope)) : null,
        ...repository(run, scope),
      };
    case 'release-notes':
      return { title, ...repository(run, scope) };
    case 'tag':
      return { title, message: must(resolveText(step.message, scope)), ...repository(run, scope) };
    case 'notify':
      return { title, text: words(step.text) };
    case 'shift':
    case 'ask':
    case 'approve':
    case 'attach':
    case 'report':
    case 'do':
    case 'start':
    case 'again':
      return { title };
    case 'annotate':
      return { title, text: words(step.text) };
    case 'ticket':
      return {
        title,
        subject: words(step.subject),
        text: words(step.body),
        labels: [...step.labels],
      };
    case 'statuspage': {
      const { component, componentId, status } = step;
      const subject = words(step.subject ?? `${component}: ${status.replace('-', ' ')}`);
      return { title, component, componentId, status, subject, text: words(step.text) };
    }
    case 'page':
      return { title, text: words(step.text) };
  }
}

/**
 * What only people read. A release that turned round before its version was known still tells why, to everybody it tells;
 * on the way forward, a value that is missing is a mistake.
 */
function wordsOf(run: Run, scope: Scope): Scope {
  const turned = run.kind === 'release' && (run.rollback !== null || run.abort !== null);
  return turned ? name => scope(name) ?? sayNotYet(name) : scope;
}

/** A command or a call with its texts resolved. Throws Unresolved. */
export function resolveAction(run: Run, act: Action, scope: Scope): JsonObject {
  if (act.kind === 'http') {
    return {
      act: 'http',
      method: act.method,
      url: must(resolveUrl(act.url, scope)),
      headers: must(resolveHeaders(act.headers, scope)),
      json: act.json === null || act.json === undefined ? null : (must(resolveJson(act.json, scope)) as Json),
    };
  }
  const argv = must(resolveArgv(act.argv, scope));
  const executable = run.runbook.product.executables[argv[0] ?? ''];
  if (!executable) throw new Unresolved(`"${argv[0]}" is not among the product's executables`);
  return {
    act: 'run',
    argv: [...argv],
    cwd: must(resolveText(executable.in, scope)),
    env: must(resolveHeaders(act.env, scope)),
    allow: [...executable.env],
  };
}

/** How the variables of an environment are read, and what they have to be. Throws Unresolved. */
function resolveEnv(run: Run, environment: string, scope: Scope): JsonObject {
  const wanted = run.runbook.product.requiredEnv[environment];
  if (!wanted) throw new Unresolved(`the product has no requiredEnv for "${environment}"`);
  const { from, set, equal, contain } = wanted;
  return {
    environment,
    ...resolveAction(run, { kind: 'run', argv: from, env: {} }, scope),
    executable: run.executables[from[0] ?? ''] ?? null,
    set: [...set],
    equal: resolveTexts(equal, scope),
    contain: resolveTexts(contain, scope),
  };
}

function resolveTexts(texts: { readonly [name: string]: Text }, scope: Scope): JsonObject {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, must(resolveText(text, scope))]));
}

/** A product's metric in the scope's environment, with the texts of its source resolved. Throws Unresolved. */
export function resolveMetric(run: Run, name: string, scope: Scope): Metric {
  const metric = inEnvironment(run.runbook.product, String(scope('environment'))).metrics[name];
  if (!metric) throw new Unresolved(`the product has no metric "${name}"`);
  return resolveSources(metric, scope);
}

/** Throws Unresolved when an address or query names what has no value here. */
export function resolveSources(metric: Metric, scope: Scope): Metric {
  const minSamples = metric.minSamples && {
    ...metric.minSamples,
    source: resolveSource(metric.minSamples.source, scope),
  };
  return { ...metric, minSamples, source: resolveSource(metric.source, scope) };
}

/** A probe that must fail on purpose: another status is the expected one. */
function expecting(metric: Metric, status: number | null): Metric {
  if (status === null || metric.source.kind !== 'probe') return metric;
  return { ...metric, source: { ...metric.source, expect: { ...metric.source.expect, status } } };
}

export function resolveSource(source: Source, scope: Scope): Source {
  const headers = must(resolveHeaders(source.headers, scope));
  const url = (text: Text) => must(resolveUrl(text, scope));
  switch (source.kind) {
    case 'probe':
      return { ...source, headers, urls: source.urls.map(url) };
    case 'prometheus':
      return { ...source, headers, url: url(source.url), query: must(resolveQuery(source.query, scope)) };
    default:
      return { ...source, headers, url: url(source.url) };
  }
}

/** `T+5m` as an instant; while T is open, an offset counts from now. */
export function offsetFrom(run: Run, offset: Offset, now: Instant): Instant {
  const zone = run.runbook.product.timezone;
  return addDuration(run.T ?? now, { ms: offset.ms, days: offset.days }, offset.sign, zone);
}

/** How far an offset lies from T, days counted as 24 h: for ordering only. */
export function offsetMs(offset: Offset): number {
  return offset.sign * (offset.ms + offset.days * DAY);
}

function repository(run: Run, scope: Scope): JsonObject {
  const { repository: repo } = run.runbook.product;
  if (!repo) throw new Unresolved('the product names no repository');
  return resolveRepository(repo, scope);
}

/** Where it is and how its tags are written: only the version a tag stands for is left open. Throws Unresolved. */
export function resolveRepository(
  { path, branch, tag, remote }: NonNullable<Product['repository']>,
  scope: Scope,
): { readonly path: string; readonly branch: string; readonly remote: string; readonly pattern: string } {
  const butVersion: Scope = name => (name === 'run.version' ? '${{ run.version }}' : scope(name));
  return { path: must(resolveText(path, scope)), branch, remote, pattern: must(resolveText(tag, butVersion)) };
}

export function must<T>(resolved: Resolved<T>): T {
  if (!resolved.ok) throw new Unresolved(resolved.problem);
  return resolved.value;
}
