import type { ComponentStatus } from '#src/domain/runbook/model/step.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import type { Annotations, StatusPage, Tickets } from '#src/ports/services.ts';
import { ended, isWanted, refOf, unwanted } from './action.ts';

/** How long a service may still be working on a call whose answer was lost. */
const SETTLE_MS = 30_000;

/** A mark on the dashboards. */
export function annotate(annotations: Annotations | null): EffectKind {
  return service(annotations, 'GRAFANA_URL and GRAFANA_TOKEN', async (there, task) => {
    const { row, run } = task;
    const text = String(row.body['text']);
    const done = ended(refOf(task), 'done', { says: 'marked on the dashboards' });
    if (row.attempt > 1 && (await there.find(row.id))) return done;
    const tags = ['gonogo', run.id, run.runbook.product.name];
    await there.add({ id: row.id, at: row.createdAt, text, tags });
    return done;
  });
}

/** A ticket; its address is the step's output `url`. */
export function ticketOpen(tickets: Tickets | null): EffectKind {
  return service(tickets, 'GITHUB_TOKEN and GONOGO_TICKETS', async (there, task) => {
    const { id, attempt, body, createdAt, firstSentAt } = task.row;
    const found = attempt > 1 ? await there.find({ id, since: firstSentAt ?? createdAt }) : null;
    const { subject, text, labels } = body;
    const { url } =
      found ??
      (await there.open({ id, subject: String(subject), text: String(text), labels: labels as readonly string[] }));
    return ended(refOf(task), 'done', { says: `opened ${url}`, outputs: { url } });
  });
}

/** A component of the page users look at, and what they read about it. */
export function statusPageSet(statusPage: StatusPage | null): EffectKind {
  return service(statusPage, 'STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID', async (there, task) => {
    const { componentId, status, subject, text } = task.row.body;
    const { url, says } = await there.set({
      id: task.row.id,
      run: task.run.id,
      componentId: String(componentId),
      status: status as ComponentStatus,
      subject: String(subject),
      text: String(text),
    });
    return ended(refOf(task), 'done', { says, outputs: url === null ? {} : { url } });
  });
}

type Doing<S> = (there: S, task: Task) => Promise<Finish>;

/** Without its settings the step fails with what to set: it never passes as if it had been done. */
function service<S>(there: S | null, settings: string, run: Doing<S>): EffectKind {
  return {
    repeat: 'look-first',
    settleMs: SETTLE_MS,
    attemptsMax: 5,
    async run(task) {
      if (!isWanted(task)) return unwanted(task);
      if (there === null)
        return ended(refOf(task), 'failed', { says: `it is not configured: set ${settings}, and start the bot again` });
      return run(there, task);
    },
    // `run` looks before it does it a second time.
    async lookUp() {
      return 'absent';
    },
  };
}
