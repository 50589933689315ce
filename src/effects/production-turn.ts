import type { Json } from '#src/base/json.ts';
import type { OneByOne } from '#src/base/one-by-one.ts';
import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { followsInProduction } from '#src/domain/release/follows.ts';
import { type Lock, lockIn } from '#src/domain/release/past-rollback.ts';
import { placeIn } from '#src/domain/release/turn.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { freezesOf } from '#src/domain/system-facts.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { releaseOf } from './action.ts';

/** How often a run looks whether the one before it has left production. */
const LOOK_EVERY_MS = 15 * SECOND;

/**
 * Two runs never touch production for one product at a time. They look one after another, and what one takes is on its
 * row before the next looks, so whoever has it is always seen; who asked first only says who goes first.
 */
export function productionTurn(alone: OneByOne): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: Number.POSITIVE_INFINITY,
    run: task => alone(() => look(task)),
  };
}

async function look(task: Task): Promise<Finish> {
  const run = releaseOf(task);
  const { production } = run;
  if (production === null || production.taken || isFinal(run)) return { end: 'done' };
  const incidents = await task.runs({ kind: 'incident', product: run.runbook.product.name, open: true });
  const repairs = (incident: Json | undefined) => incidents.some(one => one.id === incident);
  // What holds it is looked up too: an incident that was declared in the same moment as the release may not know of it.
  await tellHolds(task, run, incidents);
  await tellFreezes(task, run);
  const lock = await lockOf(task, run);
  // What repairs an open incident does not wait for whoever unlocks the product.
  const isRepair = repairs(run.incident);
  const locked = lock !== null && !isRepair;
  const before = await runBefore(task, run, repairs);
  const passes = isRepair && before !== null && (await overtakes(task, run, before));
  const next = passes ? null : (before?.id ?? null);
  const behind = locked ? lock.run : next;
  if (behind === null) {
    const rows = await task.runs({ kind: 'release', product: run.runbook.product.name, has: 'touched' });
    const follows = followsInProduction(run, rows, passes ? before.id : null);
    await task.tell({ actor: BOT, type: 'production-turn', behind, passesLock: lock?.run ?? null, follows });
    return { end: 'done' };
  }
  // Told once; then looked at again until the way is free.
  if (behind !== production.behind || locked !== (production.locked ?? false))
    await task.tell({ actor: BOT, type: 'production-turn', behind, lockedFor: locked ? lock.owners : null });
  return { end: 'later', dueAt: task.now() + LOOK_EVERY_MS };
}

/** Tells the run what holds it now, where that is news: a run that is held gives its turn back. */
async function tellHolds(task: Task, run: ReleaseRun, open: readonly RunSummary[]): Promise<void> {
  const holding = open.filter(one => one.facts['holds'] === true && one.id !== run.incident);
  for (const one of holding) {
    if (run.heldBy.some(known => known.incident === one.id)) continue;
    const grade = String(one.facts['severity']);
    await task.tell({ actor: BOT, type: 'incident-told', incident: one.id, grade, says: sayIncident(one) });
  }
  for (const { incident } of run.heldBy) {
    if (holding.some(one => one.id === incident)) continue;
    await task.tell({
      actor: BOT,
      type: 'incident-told',
      incident,
      grade: null,
      says: `${incident} holds releases no more`,
    });
  }
  await tellOwn(task, run, open);
}

/** Whether the incident it comes from still holds releases: only then its commander has a say in the calendar. */
async function tellOwn(
  task: Task,
  { incident, incidentHolds }: ReleaseRun,
  open: readonly RunSummary[],
): Promise<void> {
  const own = open.find(one => one.id === incident && one.facts['holds'] === true);
  if (incident === null || incidentHolds === (own !== undefined)) return;
  const grade = own === undefined ? null : String(own.facts['severity']);
  const says = own === undefined ? `${incident} holds releases no more` : sayIncident(own);
  await task.tell({ actor: BOT, type: 'incident-told', incident, grade, says });
}

/** What a private one is about is nobody's business here. */
function sayIncident({ title, facts }: RunSummary): string {
  return `${facts['private'] === true ? 'a private incident' : title} (${String(facts['severity'])})`;
}

/** A freeze that was set in the moment the release began may not have reached it. */
async function tellFreezes(task: Task, run: ReleaseRun): Promise<void> {
  const [system] = await task.runs({ kind: 'system' });
  const freezes = freezesOf(system?.facts ?? {}, run.runbook.product.name);
  await task.tell({ actor: BOT, type: 'freezes-told', freezes, says: 'The freezes changed.', by: null });
}

/** A release of the product that was rolled back and not unlocked since. */
async function lockOf(task: Task, run: ReleaseRun): Promise<Lock | null> {
  return lockIn(await task.runs({ kind: 'release', product: run.runbook.product.name, has: 'lock' }));
}

/**
 * The repair of an incident passes a run that is only watched. That one hears of it first and from then on takes nothing
 * back by itself; if it turned round in the same moment, it is waited for.
 */
async function overtakes(task: Task, run: ReleaseRun, before: RunSummary): Promise<boolean> {
  if (before.facts['givesWay'] !== true) return false;
  const command: WorldCommand = { actor: BOT, type: 'production-overtaken', by: run.id };
  const after = await task.tellRun(before.stream, command, `${task.row.id}:${before.id}:${task.now()}`);
  return after?.kind === 'release' && after.overtakenBy === run.id;
}

type Repairs = (incident: Json | undefined) => boolean;

/** Who is in production, else who goes there before this run: what repairs an incident first, then whoever asked first. */
async function runBefore(task: Task, run: ReleaseRun, repairs: Repairs): Promise<RunSummary | null> {
  const open = await task.runs({ kind: 'release', product: run.runbook.product.name, open: true, has: 'production' });
  const mine = { stream: run.stream, since: run.production?.since ?? 0, repairs: repairs(run.incident) };
  const others = open.flatMap(row => {
    const place = row.stream === run.stream ? null : placeIn(row.facts['production']);
    return place === null ? [] : [{ row, stream: row.stream, repairs: repairs(row.facts['incident']), ...place }];
  });
  return (others.find(one => one.taken) ?? others.find(one => isBefore(one, mine)))?.row ?? null;
}

type Asking = { readonly stream: string; readonly since: Instant; readonly repairs: boolean };

function isBefore(one: Asking, other: Asking): boolean {
  if (one.repairs !== other.repairs) return one.repairs;
  return one.since === other.since ? one.stream < other.stream : one.since < other.since;
}
