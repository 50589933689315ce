import { SECOND } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { isHeld } from '#src/domain/release/hold.ts';
import { type Lock, lockIn } from '#src/domain/release/past-rollback.ts';
import { placeIn } from '#src/domain/release/turn.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { freezesOf } from '#src/domain/system-facts.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { releaseOf } from './action.ts';
import type { OneByOne } from './one-by-one.ts';

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
  // What holds it is looked up too: an incident that was declared in the same moment as the release may not know of it.
  if (await tellHolds(task, run)) return { end: 'later', dueAt: task.now() + LOOK_EVERY_MS };
  await tellFreezes(task, run);
  const lock = await lockBefore(task, run);
  const before = await runBefore(task, run, production.since);
  const behind = lock?.run ?? (before === null || (await overtakes(task, run, before)) ? null : before.id);
  // Told once; then looked at again until the way is free.
  if (behind === null || behind !== production.behind || (lock !== null) !== (production.locked ?? false))
    await task.tell({ actor: BOT, type: 'production-turn', behind, lockedFor: lock?.owners ?? null });
  return behind === null ? { end: 'done' } : { end: 'later', dueAt: task.now() + LOOK_EVERY_MS };
}

/** Tells the run what holds it now, where that is news; true while something does and nobody accepted it. */
async function tellHolds(task: Task, run: ReleaseRun): Promise<boolean> {
  const open = await task.runs({ kind: 'incident', product: run.runbook.product.name, open: true });
  const holding = open
    .filter(one => one.facts['holds'] === true && one.id !== run.incident)
    .map(one => ({ incident: one.id, grade: String(one.facts['severity']), at: one.startedAt, says: one.title }));
  for (const one of holding) {
    if (run.heldBy.some(known => known.incident === one.incident)) continue;
    await task.tell({
      actor: BOT,
      type: 'incident-told',
      incident: one.incident,
      grade: one.grade,
      says: `${one.says} (${one.grade})`,
    });
  }
  for (const { incident } of run.heldBy) {
    if (holding.some(one => one.incident === incident)) continue;
    await task.tell({
      actor: BOT,
      type: 'incident-told',
      incident,
      grade: null,
      says: `${incident} holds releases no more`,
    });
  }
  await tellOwn(task, run, open);
  return isHeld({ ...run, heldBy: holding });
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
  const says = own === undefined ? `${incident} holds releases no more` : `${own.title} (${grade})`;
  await task.tell({ actor: BOT, type: 'incident-told', incident, grade, says });
}

/** A freeze that was set in the moment the release began may not have reached it. */
async function tellFreezes(task: Task, run: ReleaseRun): Promise<void> {
  const [system] = await task.runs({ kind: 'system' });
  const freezes = freezesOf(system?.facts ?? {}, run.runbook.product.name);
  await task.tell({ actor: BOT, type: 'freezes-told', freezes, says: 'The freezes changed.', by: null });
}

/** A release of the product that was rolled back and not unlocked since. What repairs an incident does not wait for that. */
async function lockBefore(task: Task, run: ReleaseRun): Promise<Lock | null> {
  if (run.incident !== null) return null;
  return lockIn(await task.runs({ kind: 'release', product: run.runbook.product.name }));
}

/**
 * The repair of an incident passes a run that is only watched. That one hears of it first and from then on takes nothing
 * back by itself; if it turned round in the same moment, it is waited for.
 */
async function overtakes(task: Task, run: ReleaseRun, before: RunSummary): Promise<boolean> {
  if (run.incident === null || before.facts['givesWay'] !== true) return false;
  const command: WorldCommand = { actor: BOT, type: 'production-overtaken', by: run.id };
  const after = await task.tellRun(before.stream, command, `${task.row.id}:${before.id}:${task.now()}`);
  return after?.kind === 'release' && after.overtakenBy === run.id;
}

/** Whoever is there already, else whoever asked first. A repair passes what its own incident keeps from going there. */
async function runBefore(task: Task, mine: ReleaseRun, since: number): Promise<RunSummary | null> {
  const open = await task.runs({ kind: 'release', product: task.run.runbook.product.name, open: true });
  const before = open.filter(run => {
    const theirs = placeIn(run.facts['production']);
    if (run.stream === task.run.stream || theirs === null) return false;
    const isKeptOut = !theirs.taken && run.facts['held'] === true && holders(run).includes(mine.incident);
    if (isKeptOut || theirs.taken) return theirs.taken;
    return theirs.since < since || (theirs.since === since && run.stream < task.run.stream);
  });
  return before[0] ?? null;
}

function holders({ facts }: RunSummary): readonly unknown[] {
  return Array.isArray(facts['heldBy']) ? facts['heldBy'] : [];
}
