import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#src/practice/http.ts';

/** Debian's package of this name has it. Where `PROMETHEUS` names one, as in `.ci/run`, it has to be there. */
const PROMETHEUS = process.env['PROMETHEUS'] ?? 'prometheus';

export function hasPrometheus(): boolean {
  const wanted = process.env['PROMETHEUS'] !== undefined;
  return wanted || spawnSync(PROMETHEUS, ['--version'], { stdio: 'ignore' }).status === 0;
}

export type PrometheusServer = {
  readonly url: string;
  /** Waits until the query gives something that fits. */
  until(query: string, fits: (series: readonly { readonly value: number }[]) => boolean): Promise<void>;
} & AsyncDisposable;

const WAIT_MS = 60_000;

/** A real Prometheus that scrapes these addresses each second. `jobs`: name -> `host:port`. */
export async function startPrometheus(jobs: { readonly [job: string]: string }): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const scraped = Object.entries(jobs).map(([job, target]) => ({
    job_name: job,
    static_configs: [{ targets: [target] }],
  }));
  const config = { global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: scraped };
  // JSON is YAML.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  await waitFor(`${url} is ready`, async () => (await fetch(`${url}/-/ready`).catch(() => null))?.status === 200);
  return {
    url,
    until: (query, fits) => waitFor(query, async () => fits(await seriesOf(url, query))),
    async [Symbol.asyncDispose]() {
      await stopped(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function seriesOf(url: string, query: string): Promise<readonly { readonly value: number }[]> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
  const body = (await answer.json()) as { data?: { result?: readonly { value: [number, string] }[] } };
  return (body.data?.result ?? []).map(one => ({ value: Number(one.value[1]) }));
}

async function waitFor(what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + WAIT_MS;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`waited ${WAIT_MS} ms in vain: ${what}`);
    await sleep(200);
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
