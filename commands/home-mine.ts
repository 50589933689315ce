import { waitingInDrill } from '#src/chat/cards/drill.ts';
import { waitingRoles } from '#src/chat/cards/release/waiting.ts';
import { when } from '#src/chat/dates.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert, whisper } from '#src/chat/escape.ts';
import { isVisible } from '#src/chat/visible.ts';
import { peopleOfAll } from '#src/chat/who.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

const LOOKED_AT_MAX = 50;

/** Command that is offered to me, tasks of mine, releases that wait for a role of mine. */
export async function myWork(desk: Desk, user: string): Promise<readonly string[]> {
  const incidents = await desk.runs({ kind: 'incident', limit: LOOKED_AT_MAX });
  const releases = await desk.runs({ kind: 'release', open: true, limit: LOOKED_AT_MAX });
  const drills = await desk.runs({ kind: 'drill', open: true, limit: LOOKED_AT_MAX });
  const offers = incidents.filter(run => run.facts['handover'] === user);
  return [
    ...releases
      .filter(run => run.facts['handover'] === user)
      .map(
        run => `*${inert(run.id)}* (${whisper(run.title)}) is offered to you: accept or decline in the direct message`,
      ),
    ...offers.map(
      run =>
        `Command of *${inert(run.id)}* (${whisper(run.title)}) is offered to you: accept or decline in the direct message, or /incident lead ${inert(run.id)}`,
    ),
    ...incidents
      .filter(run => run.open && run.owner === user)
      .map(run => `You lead *${inert(run.id)}* ${whisper(run.title)}${nextUpdate(run)}`),
    ...incidents.filter(run => isVisible(run, user, null)).flatMap(run => tasksOf(run, user)),
    ...(await approvals(desk, releases, user)),
    ...(await drillsFor(desk, drills, user)),
  ];
}

function nextUpdate(run: RunSummary): string {
  const at = run.facts['nextUpdateAt'];
  return typeof at === 'number' ? ` · next reminder ${when(at)}` : '';
}

type Task = { readonly id: string; readonly text: string; readonly owner: string | null };

function tasksOf(run: RunSummary, user: string): readonly string[] {
  const tasks = (run.facts['tasks'] ?? []) as unknown as readonly Task[];
  return tasks
    .filter(task => task.owner === user)
    .map(task => `☐ ${inert(task.text)} · task ${inert(task.id)} of *${inert(run.id)}*`);
}

/** Who is asked stands in the run, not in its row; few are open at one time. */
async function approvals(desk: Desk, releases: readonly RunSummary[], user: string): Promise<readonly string[]> {
  const runs = await Promise.all(releases.map(row => desk.release(row.id)));
  return runs.flatMap(run => {
    if (run === null || !peopleOfAll(run, waitingRoles(run)).includes(user)) return [];
    return [
      `*${inert(run.id)}* ${whisper(run.title)} waits for you: look at its thread, or /release status ${inert(run.id)}`,
    ];
  });
}

async function drillsFor(desk: Desk, drills: readonly RunSummary[], user: string): Promise<readonly string[]> {
  const runs = await Promise.all(drills.map(row => desk.drill(row.id)));
  return runs.flatMap(run => {
    if (run === null || !peopleOfAll(run, waitingInDrill(run)).includes(user)) return [];
    return [`*${inert(run.id)}* ${whisper(run.title)} waits for you: look at its thread`];
  });
}
