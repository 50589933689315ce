import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { QUESTIONERS } from '#src/practice/crowds.ts';
import type { HauskiFault } from '#src/practice/demo/hauski/faults.ts';
import { type Hauski, startHauski } from '#src/practice/demo/hauski/service.ts';
import { type DemoWorld, startDemoWorld } from '#src/practice/demo/world.ts';
import { makeHauskiRepo } from '#src/practice/hauski-repo.ts';
import { installStandIns } from '#src/practice/stand-ins/install.ts';
import { createTraffic, type Traffic } from '#src/practice/traffic.ts';

const START = Date.parse('2026-11-24T19:00:00Z');
const HOST_PATH = process.env['PATH'] ?? '';
/** As policies/limits.yaml has it. */
const BUDGET_MS = 400;

let now: number;
let folder: string;
let repository: string;
let path: string;
let world: DemoWorld;
let hauski: Hauski;
let traffic: Traffic;

beforeEach(async () => {
  now = START;
  folder = mkdtempSync(join(tmpdir(), 'gonogo-hauski-'));
  repository = makeHauskiRepo({ folder, hostPath: HOST_PATH, now });
  const clock = { now: () => now };
  world = await startDemoWorld({ clock, beatMs: 0 });
  path = installStandIns({ folder: join(folder, 'bin'), controlUrl: world.urls.control, hostPath: HOST_PATH });
  hauski = await startHauski({ clock, repository });
  traffic = createTraffic(hauski.url, QUESTIONERS);
});

afterEach(async () => {
  await traffic[Symbol.asyncDispose]();
  await hauski[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Two minutes with these faults; the figures are those of the second one. */
async function figuresWith(...faults: readonly HauskiFault[]) {
  for (const fault of faults) hauski.setFault(fault, true);
  await traffic.pass(now, now + 2 * MINUTE);
  now += 2 * MINUTE;
  const { errorRate, p95Latency, ...rest } = hauski.state().figures;
  return { errorRate: errorRate ?? Number.NaN, p95: p95Latency ?? Number.NaN, ...rest };
}

async function ops(...argv: readonly string[]): Promise<{ exit: number | null; out: string }> {
  return run('hauski-ops', argv);
}

function run(name: string, argv: readonly string[]): Promise<{ exit: number | null; out: string }> {
  const env = { PATH: path, HAUSKI_CONFIG: hauski.url };
  const child = spawn(join(folder, 'bin', name), argv, { cwd: repository, env });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (out += part));
  return new Promise(resolve => child.on('close', exit => resolve({ exit, out })));
}

const status = async (at: string) => (await fetch(`${hauski.url}${at}`)).status;

test('untouched, hausKI is within its budget, cool and ready', async () => {
  const { errorRate, p95, celsius, requests } = await figuresWith();
  expect({ errorRate, celsius, requests }).toEqual({ errorRate: 0, celsius: 62, requests: 120 });
  expect(p95).toBeGreaterThan(100);
  expect(p95).toBeLessThan(BUDGET_MS);
  expect([await status('/ready'), await status('/health')]).toEqual([200, 200]);
});

test('the metrics are those the runbook reads, counted from requests really served', async () => {
  await figuresWith();
  const text = await (await fetch(`${hauski.url}/metrics`)).text();
  expect(text).toMatch(/http_request_duration_seconds_bucket\{le="0.4",path="\/answer",status="200"\} \d+/);
  expect(text).toMatch(/index_search_duration_seconds_count \d+/);
  expect(text).toMatch(/index_upsert_duration_seconds_count \d+/);
  expect(text).toContain('gpu_temperature_c 62');
  expect(text).toMatch(/dgpu_power_watt \d+/);
});

test('when it is out, /ready answers 503 and so does everything else, while /health is still up', async () => {
  const { errorRate } = await figuresWith('hauski-out');
  expect(errorRate).toBe(100);
  expect([await status('/ready'), await status('/health')]).toEqual([503, 200]);
});

test('a slow feature takes it over twice its budget; switched off, or in safe mode, it is calm again', async () => {
  expect((await figuresWith('hauski-slow')).p95).toBeGreaterThan(2 * BUDGET_MS);
  expect(await ops('flag', 'rerank', 'off')).toMatchObject({ exit: 0 });
  expect((await figuresWith()).p95).toBeLessThan(BUDGET_MS);
  await ops('flag', 'rerank', 'on');
  await ops('set', 'HAUSKI_SAFE_MODE=true');
  expect((await figuresWith()).p95).toBeLessThan(BUDGET_MS);
});

test('a limit turns a part away and cools the GPU; without it, it is hot again', async () => {
  const hot = await figuresWith('hauski-hot');
  expect(hot.celsius).toBeGreaterThan(80);
  expect(hot.p95).toBeGreaterThan(1.2 * BUDGET_MS);
  await ops('limit', '10');
  const limited = await figuresWith();
  expect(limited.refused).toBeGreaterThan(0.2);
  expect(limited.celsius).toBeLessThan(hot.celsius);
  expect(limited.p95).toBeLessThan(BUDGET_MS);
  await ops('limit', 'off');
  expect((await figuresWith()).celsius).toBe(hot.celsius);
});

test('a broken feature returns errors over the 5 % of a SEV2, until it is switched off', async () => {
  expect((await figuresWith('hauski-errors')).errorRate).toBeGreaterThan(5);
  await ops('flag', 'suggestions', 'off');
  expect((await figuresWith()).errorRate).toBe(0);
});

test('each change is a commit that the runbook finds, and raised budgets go back to what they were', async () => {
  await ops('budget', 'llm_p95_ms', '900');
  await ops('budget', 'llm_p95_ms', '1200');
  expect(hauski.state().config.llmP95Ms).toBe(1200);
  expect((await ops('budget', 'restore')).out).toContain('ops: budget restore');
  expect(hauski.state().config.llmP95Ms).toBe(BUDGET_MS);
  const { out } = await run('git', ['log', '--format=%s', '--', 'policies/limits.yaml']);
  expect(out.split('\n').slice(0, 3)).toEqual([
    'ops: budget restore',
    'ops: budget llm_p95_ms 1200',
    'ops: budget llm_p95_ms 900',
  ]);
});

test('what it does not understand changes nothing and says why', async () => {
  expect(await ops('limit', 'soon')).toMatchObject({ exit: 2 });
  expect((await ops('flag', 'nothing', 'off')).out).toContain('config/flags.yaml has no nothing');
  expect(await ops('explode')).toMatchObject({ exit: 2 });
  expect(hauski.state().config).toMatchObject({ limitPerSecond: null, deny: false });
});
