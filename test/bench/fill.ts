import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#src/base/time.ts';
import { DAY } from '#src/base/time.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import { decide } from '#src/domain/decide.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { asRun } from '#src/domain/state.ts';
import { buildChange } from '#src/engine/change.ts';
import { NO_HASH } from '#src/engine/codec.ts';
import type { View } from '#src/engine/streams.ts';
import type { Store } from '#src/ports/store.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { TEAM } from './load.ts';

/** Runs written side by side: what a gathering takes. */
const ABREAST = 64;

const ACTOR: PersonCommand['actor'] = {
  kind: 'person',
  team: TEAM,
  user: 'U0RELMGR',
  standing: 'full',
  roles: ['release-manager'],
};

/**
 * Fills a new database with open runs of the shipped runbook, planned for next month, with as many notes each as make up
 * the events. Everything goes through the real decider, codec and store; what was to be told counts as told long ago.
 */
export async function fill(data: string, wanted: { readonly runs: number; readonly events: number }): Promise<void> {
  await mkdir(data, { recursive: true });
  const runbook = await readRunbook();
  await using store = await openSqlite({ path: join(data, 'gonogo.sqlite') });
  const eventsEach = wanted.events / wanted.runs;
  for (let done = 0; done < wanted.runs; done += ABREAST) {
    const abreast = Math.min(ABREAST, wanted.runs - done);
    await Promise.all(Array.from({ length: abreast }, () => fillRun(store, runbook, eventsEach)));
  }
}

async function readRunbook(): Promise<ReleaseRunbook> {
  const { products } = loadProducts(await readRunbookFiles('runbooks'), { vars: {} });
  const product = products.find(one => one.name === 'valero');
  const result = product && resolve(product, { type: 'minor' });
  if (!result?.ok) throw new Error('the shipped runbook has no minor release');
  return result.runbook;
}

async function fillRun(store: Store, runbook: ReleaseRunbook, events: number): Promise<void> {
  const now = Date.now();
  const id = `REL-${await store.nextNumber('REL')}`;
  const stream = `release:${id}`;
  const started: PersonCommand = {
    type: 'start',
    actor: ACTOR,
    id,
    runbook,
    inputs: {},
    T: now + 30 * DAY,
    version: null,
    channel: `C0OTHER${id.slice(4)}`,
    executables: {},
    people: { 'release-manager': ['U0RELMGR'] },
  };
  let view: View = { run: null, version: 0, head: NO_HASH };
  view = await append(store, stream, view, started, now);
  while (view.version < events)
    view = await append(store, stream, view, { type: 'note', actor: ACTOR, text: noteText(asRun(view.run)) }, now);
}

async function append(store: Store, stream: string, view: View, command: PersonCommand, now: Instant): Promise<View> {
  const decided = decide(stream, view.run, command, now);
  if (decided.refusal) throw new Error(decided.refusal.text);
  const built = buildChange(stream, view, decided, now, {});
  const answer = await store.append({ ...built.change, effects: [] });
  if (answer !== 'appended') throw new Error(`${stream}: ${JSON.stringify(answer)}`);
  return built.view;
}

function noteText(run: Run | null): string {
  return `${run?.id}: the numbers of the nightly build look as they did yesterday, nothing to add (${run?.seq})`;
}
