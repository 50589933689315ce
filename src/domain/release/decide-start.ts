import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayStart } from '#src/domain/policy/who-may.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { checkInputs, scopeOfStart } from '#src/domain/runbook/inputs.ts';
import type { Start } from './commands.ts';

export function decideStart(draft: Draft, run: Run | null, command: PersonCommand & Start): Refusal | null {
  if (run !== null) return { code: 'run.exists', text: `${run.id} has already started.` };
  const { runbook } = command;
  const { byIncident = null } = command;
  const may = byIncident === null ? mayStart(runbook, command.actor) : { ok: true as const, rule: byIncident };
  if (!may.ok) return { code: may.code, text: may.why };
  const inputs = checkInputs(runbook.inputs, command.inputs, scopeOfStart(runbook.type.name, runbook.strategy));
  if (!inputs.ok) return { code: 'inputs.wrong', text: inputs.problems.join('\n') };
  const version = command.version === null ? '' : ` ${command.version}`;
  const started = fact('release.started', {
    id: command.id,
    title: `${runbook.product.title}${version} ${runbook.type.name}`,
    product: runbook.product.name,
    runbook: runbook as unknown as { [key: string]: unknown },
    inputs: inputs.values as { [name: string]: string | number | string[] },
    T: command.T,
    version: command.version,
    channel: command.channel,
    rule: may.rule,
    executables: { ...command.executables },
    people: Object.fromEntries(Object.entries(command.people).map(([role, users]) => [role, [...users]])),
    heldBy: (command.heldBy ?? []).filter(one => one.incident !== command.incident).map(one => ({ ...one })),
    incident: command.incident ?? null,
    passesLock: command.passesLock ?? null,
    incidentHolds: (command.heldBy ?? []).some(one => one.incident === command.incident),
    freezes: (command.freezes ?? []).map(one => ({ ...one })),
  });
  draft.add(started, command.actor);
  return null;
}
