import type { Sample, SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { GonogoError } from '#src/errors.ts';
import type { Git } from '#src/ports/git.ts';
import type { Http } from '#src/ports/http.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import type { World } from './world.ts';

const MIGRATION_MS = 50_000;

/** The service that is released: it counts every request, and a migration behind an accepted call takes a while. */
export function simHttp(world: World): Http {
  const { time, random } = world;
  return {
    async send({ method, url, headers }) {
      if (world.strikes('requestLost')) return lost(world);
      await time.sleep(random.between(5, 300));
      world.requests.push({ method, url, key: headers['idempotency-key'] ?? null });
      const status = answer(world, method, url);
      if (world.strikes('replyLost')) return lost(world);
      await time.sleep(random.between(5, 300));
      return { status, headers: {}, text: '{}', latencyMs: 20 };
    },
  };
}

async function lost(world: World): Promise<never> {
  await world.time.sleep(10_000);
  throw new GonogoError('http.failed', 'no answer came', { unknown: true });
}

function answer(world: World, method: string, url: string): number {
  if (world.time.now < world.badUntil) return 503;
  if (method === 'POST' && url.endsWith('/migrate')) {
    world.migratedAt ??= world.time.now + MIGRATION_MS;
    return 202;
  }
  if (!url.endsWith('/migrated')) return 200;
  return world.migratedAt !== null && world.time.now >= world.migratedAt ? 200 : 204;
}

/** Measures the service; whatever it answers is written down on this side too. */
export function simMetrics(world: World): MetricsSource {
  return {
    async read({ metrics, now }) {
      await world.time.sleep(world.random.between(5, 400));
      return metrics.map((metric): Sample => {
        const outcome = measure(world, metric);
        if (outcome.kind === 'value') world.served.add(`${metric.name}=${outcome.value}`);
        return { metric: metric.name, at: now, latencyMs: 20, query: metric.name, ...outcome };
      });
    },
  };
}

function measure(world: World, metric: Metric): SampleOutcome {
  const { random } = world;
  const bad = world.time.now < world.badUntil;
  if (metric.source.kind === 'probe')
    return bad && random.chance(0.5)
      ? { kind: 'probe', ok: false, silent: false, detail: 'answered 503' }
      : { kind: 'probe', ok: true, silent: false, detail: 'answered 200' };
  if (world.strikes('cannotMeasure'))
    return random.chance(0.5)
      ? { kind: 'error', silent: false, detail: 'answered 500' }
      : { kind: 'value', value: Number.NaN, samples: null };
  if (metric.name === 'backup-age') return { kind: 'value', value: (bad ? 30 : 2) * 3_600_000, samples: null };
  // The queue is long now and then; that warns, and stops nobody.
  if (metric.name === 'lag') return { kind: 'value', value: random.chance(0.1) ? 1_500 : 200, samples: 500 };
  const good = Math.round(random.next() * 90) / 100;
  const wrong = random.pick([1.5, 6, 12]) ?? 0;
  const value = bad ? wrong : good;
  return {
    kind: 'value',
    value: metric.unit === 'percent' || metric.unit === 'ratio' ? value / 100 : value * 200,
    samples: 500,
  };
}

/** A repository with one tag; tags made by the bot are kept by name. */
export function simGit(world: World): Git {
  const commit = 'c'.repeat(40);
  const { time, random } = world;
  return {
    async read() {
      await time.sleep(random.between(5, 50));
      return { commit, clean: true, tags: [{ name: 'v1.4.2', commit: 'b'.repeat(40) }], reachable: ['v1.4.2'] };
    },
    async log() {
      await time.sleep(random.between(5, 50));
      return [{ hash: commit, author: 'Ana', at: 0, message: 'feat: a better till' }];
    },
    async changed() {
      await time.sleep(random.between(5, 50));
      return world.schemaChanges ? ['migrations/7.sql'] : [];
    },
    async tag({ name }) {
      await time.sleep(random.between(5, 50));
      if (world.strikes('refused'))
        throw new GonogoError('git.failed', 'the remote did not answer', { retryable: true });
      if (!world.tags.includes(name)) world.tags.push(name);
    },
  };
}
