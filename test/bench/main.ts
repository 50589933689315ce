import { mkdtemp, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { figuresOf, type Measured, type Slot, table } from './figures.ts';
import { fill } from './fill.ts';
import { IN_FLIGHT, type Load, Target } from './load.ts';
import { type Server, startBare, startGonogo, startStub } from './servers.ts';

// gonogo against a Bolt app that only acks, in turns: what the machine does besides then meets both alike. Only ratios
// are worth keeping, and nothing is asserted. `npm run bench`, or with `-- --prof FOLDER` for CPU profiles.

const ROUNDS = 8;
/** One slot of a round: short, so that the turns are near each other. */
const SLOT = { count: 5_000, ms: 1_000 };
const WARM_UP = { count: 3_000, ms: 2_000 };
const STORED = { runs: 1_000, events: 100_000 };

const PEOPLE = { user: 'U0RELMGR', channel: 'C0RELEASES' };
const STATUS: Load = { ...PEOPLE, text: () => 'status', atMost: SLOT, expect: /REL-\d+/ };
const NOTE: Load = {
  ...PEOPLE,
  text: nth => `note error rate looks fine, reading ${nth}`,
  atMost: SLOT,
  expect: /Noted/,
};

type Contestant = { readonly name: string; readonly server: Server; readonly target: Target; readonly load: Load };

const profiles = process.argv.includes('--prof') ? process.argv.at(-1) : undefined;
const nodeOptions = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
const began = performance.now();
// On the disk of the project, not in /tmp, which is memory on many machines: an fsync there costs nothing.
const folder = await mkdtemp('data/bench-');
try {
  await fill(join(folder, 'full'), STORED);
  say(`${STORED.events} events in ${STORED.runs} open runs are stored`);
  const slack = await startStub();
  const bare = await startBare();
  const empty = await startGonogo({ data: join(folder, 'empty'), slack, nodeOptions });
  const full = await startGonogo({ data: join(folder, 'full'), slack });
  const servers = [bare, empty, full];
  try {
    const measured = await compare([
      contestant('bare Bolt app', bare, { ...STATUS, expect: /Acked/ }),
      contestant('status', empty, STATUS),
      contestant('note', empty, NOTE),
      contestant(`status, ${STORED.events} events`, full, STATUS),
      contestant(`note, ${STORED.events} events`, full, NOTE),
    ]);
    report(measured);
  } finally {
    await Promise.all(servers.map(server => server.stop()));
    await slack.stop();
  }
} finally {
  await rm(folder, { recursive: true });
}

function contestant(name: string, server: Server, load: Load): Contestant {
  return { name, server, target: new Target(server.origin), load };
}

async function compare(contestants: readonly Contestant[]): Promise<readonly Measured[]> {
  const slots = new Map<Contestant, Slot[]>(contestants.map(one => [one, []]));
  const gonogos = new Map(contestants.slice(1).map(one => [one.server, one.target]));
  for (const target of gonogos.values()) say(await target.ask(`start minor at ${nextMonth()}`, PEOPLE));
  for (const one of contestants) await one.target.measure({ ...one.load, atMost: WARM_UP });
  for (const { server } of contestants) server.sleep();
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of contestants) {
      one.server.wake();
      const before = await one.server.cpuMs();
      const timed = await one.target.measure(one.load);
      slots.get(one)?.push({ ...timed, cpuMs: (await one.server.cpuMs()) - before });
      one.server.sleep();
    }
  }
  for (const { server, target } of contestants) {
    server.wake();
    await target.close();
  }
  return contestants.map(one => ({ name: one.name, slots: slots.get(one) ?? [] }));
}

function report(measured: readonly Measured[]): void {
  const [bare, status, note, statusFull, noteFull] = measured;
  if (!bare || !status || !note || !statusFull || !noteFull) return;
  say(`${ROUNDS} rounds, ${IN_FLIGHT} requests in flight, ${cpus().length} cores, Node ${process.versions.node}\n`);
  say(table(measured.map(one => figuresOf(one, bare))));
  for (const [few, many] of [
    [status, statusFull],
    [note, noteFull],
  ] as const) {
    const { ratio } = figuresOf(many, few);
    say(`${few.name}: ${ratio.toFixed(2)} of its throughput is left with ${STORED.events} events stored`);
  }
  say(`in ${Math.round((performance.now() - began) / 1_000)} s`);
}

function nextMonth(): string {
  return new Date(Date.now() + 30 * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

function say(line: string): void {
  console.log(line);
}
