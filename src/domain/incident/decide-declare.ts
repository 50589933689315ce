import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { anyone } from '#src/domain/policy/who-may.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { Declare } from './commands.ts';

/** Every full member may declare, and it never waits for Slack to say who somebody is. */
export function decideDeclare(
  draft: Draft,
  run: Run | null,
  command: PersonCommand & Declare,
  now: Instant,
): Refusal | null {
  if (run !== null) return { code: 'run.exists', text: `${run.id} is declared already.` };
  const { runbook, actor } = command;
  const may = anyone(actor);
  if (!may.ok) return { code: may.code, text: may.why };
  const grade = runbook.grades.find(one => one.name.toLowerCase() === command.severity.toLowerCase());
  if (grade === undefined) {
    const names = runbook.grades.map(one => one.name).join(', ');
    return {
      code: 'declare.severity',
      text: `${runbook.product.title} has no severity "${command.severity}". It has ${names}.`,
    };
  }
  if (command.service !== null && runbook.product.services[command.service] === undefined)
    return { code: 'declare.service', text: `${runbook.product.title} has no service "${command.service}".` };
  const occurredAt = command.occurredAt ?? now;
  if (occurredAt > now)
    return { code: 'declare.future', text: 'It cannot have begun in the future. Leave the time empty for now.' };
  const commander = command.commander ?? actor.user;
  const title = command.title?.trim() ?? '';
  draft.add(
    fact('incident.declared', {
      id: command.id,
      title: title === '' ? `${grade.name} declared by <@${actor.user}>` : title,
      titled: title !== '',
      product: runbook.product.name,
      runbook: runbook as unknown as { [key: string]: unknown },
      severity: grade.name,
      drill: command.drill,
      private: command.private,
      service: command.service,
      impact: command.impact,
      occurredAt,
      commander,
      source: command.source,
      channel: command.channel,
      rule: may.rule,
      inputs: {},
      executables: { ...command.executables },
      people: Object.fromEntries(Object.entries(command.people).map(([role, users]) => [role, [...users]])),
      settleMs: command.settleMs,
    }),
    actor,
  );
  return null;
}
