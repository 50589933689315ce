import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { quantile } from './figures.ts';
import { fill } from './fill.ts';
import { type Server, startGonogo, startStub } from './servers.ts';

// How long a start takes until /ready says yes, and what memory it then holds, with years of runs in the database and
// with none. Each start is a process of its own; nothing is asserted. `node test/bench/cold-start.ts`, or with
// `--prof FOLDER` for CPU profiles.

const STARTS = 5;
const STORED = { runs: 1_000, events: 100_000 };

const profiles = process.argv.includes('--prof') ? process.argv.at(-1) : undefined;
const nodeOptions = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
// On the disk of the project, not in /tmp, which is memory on many machines.
const folder = await mkdtemp('data/bench-');
const slack = await startStub();
try {
  await fill(join(folder, 'full'), STORED);
  console.log(`${STARTS} starts each, ${cpus().length} cores, Node ${process.versions.node}`);
  await report('nothing stored', join(folder, 'empty'));
  await report(`${STORED.runs} open runs, ${STORED.events} events`, join(folder, 'full'));
} finally {
  await slack.stop();
  await rm(folder, { recursive: true });
}

type Start = { readonly ms: number; readonly cpuMs: number; readonly megabytes: number };

async function report(name: string, data: string): Promise<void> {
  const starts: Start[] = [];
  for (let nth = 0; nth < STARTS; nth++) starts.push(await measureStart(data));
  const ms = starts.map(one => one.ms);
  const range = `${Math.round(Math.min(...ms))} to ${Math.round(Math.max(...ms))}`;
  const [readyMs, cpuMs, megabytes] = (['ms', 'cpuMs', 'megabytes'] as const).map(figure => middle(starts, figure));
  console.log(`${name}: ready after ${readyMs} ms (${range}), ${cpuMs} ms of computing, ${megabytes} MB resident`);
}

function middle<Figure extends string>(starts: readonly { readonly [F in Figure]: number }[], figure: Figure): number {
  const values = starts.map(one => one[figure]);
  return Math.round(quantile(values, 0.5));
}

async function measureStart(data: string): Promise<Start> {
  const from = performance.now();
  const server = await startGonogo({ data, slack, nodeOptions });
  try {
    const { status } = await fetch(`${server.origin}/ready`);
    const ms = performance.now() - from;
    if (status !== 200) throw new Error(`/ready answered ${status}`);
    return { ms, cpuMs: await server.cpuMs(), megabytes: await residentMegabytes(server) };
  } finally {
    await server.stop();
  }
}

/** Linux tells it; elsewhere it stays unknown. */
async function residentMegabytes({ pid }: Server): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}
