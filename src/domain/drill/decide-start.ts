import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayStartDrill } from '#src/domain/policy/who-may.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { StartDrill } from './commands.ts';

export function decideStartDrill(draft: Draft, run: Run | null, command: PersonCommand & StartDrill): Refusal | null {
  if (run !== null) return { code: 'run.exists', text: `${run.id} has already started.` };
  const { runbook } = command;
  const may = mayStartDrill(runbook, command.actor);
  const byIncident = command.byIncident ?? null;
  if (!may.ok && byIncident === null) return { code: may.code, text: may.why };
  const started = fact('drill.started', {
    id: command.id,
    title: `${runbook.product.title}: ${runbook.title}`,
    product: runbook.product.name,
    runbook: runbook as unknown as { [key: string]: unknown },
    inputs: {},
    channel: command.channel,
    rule: may.ok ? may.rule : (byIncident ?? ''),
    executables: { ...command.executables },
    incident: command.incident ?? null,
    people: Object.fromEntries(Object.entries(command.people).map(([role, users]) => [role, [...users]])),
  });
  draft.add(started, command.actor);
  return null;
}
