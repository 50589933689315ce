import type { Instant } from '#src/base/time.ts';
import { alertMessage } from '#src/chat/cards/alert.ts';
import { drillCard } from '#src/chat/cards/drill.ts';
import { incidentMessage } from '#src/chat/cards/incident.ts';
import { overdueDrillsMessage } from '#src/chat/cards/overdue-drills.ts';
import { releaseCard } from '#src/chat/cards/release.ts';
import { pastLines, pastRows } from '#src/chat/cards/step/past.ts';
import { stepMessage } from '#src/chat/cards/step.ts';
import type { Message } from '#src/chat/message.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import { drillsNow } from './drills-now.ts';

/** A message that has a name, so that it can be drawn anew: as it looks now. Null: it shows nothing any more. */
export async function named(task: Task, now: Instant): Promise<Message | null> {
  const { state, row } = task;
  if (state.kind === 'alerts') return alertMessage(state, row.body);
  if (state.kind === 'product') return overdueDrillsMessage(state, await drillsNow(task, state));
  const run = state;
  if (run.kind === 'incident') return incidentMessage(run, row.body, now);
  const { step, attempt } = row.body;
  if (typeof step !== 'string') return run.kind === 'drill' ? drillCard(run, now) : releaseCard(run, now);
  const asksGo = findStep(run, step)?.verb === 'approve';
  const past = asksGo ? pastLines(await pastRows(filter => task.runs(filter), run.runbook.product.name)) : [];
  return stepMessage(run, step, Number(attempt), past);
}
