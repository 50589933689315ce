import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayLead } from '#src/domain/policy/who-may.ts';
import { decideNote } from '#src/domain/procedure/decide-note.ts';
import { decideStep } from '#src/domain/procedure/decide-step.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { otherKind } from '#src/domain/procedure/other-kind.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { isStepCommand } from '#src/domain/procedure/step-commands.ts';
import type { DrillCommand } from './commands.ts';

type Doing = Extract<PersonCommand, DrillCommand>;

/** What a person asks of a drill that exists. */
export function decideDrillPerson(draft: Draft, run: DrillRun, command: PersonCommand): Refusal | null {
  if (command.type === 'note') return decideNote(draft, command);
  if (run.status !== 'running')
    return { code: 'run.over', text: `${run.id} is over: ${run.status}. Only notes can still be added.` };
  switch (command.type) {
    case 'abort':
      return abort(draft, run, command);
    default:
      return isStepCommand(command) ? decideStep(draft, run, command) : otherKind(run);
  }
}

function abort(draft: Draft, run: DrillRun, command: Doing & { type: 'abort' }): Refusal | null {
  const may = mayLead(run, command.actor, `Aborting ${run.id}`);
  if (!may.ok) return deny(draft, command.actor, 'abort', may);
  if (command.reason.trim() === '')
    return { code: 'abort.reason', text: 'Aborting needs a reason: write it in a sentence.' };
  const counts = Object.values(run.steps).some(state => state.began);
  draft.add(fact('drill.aborted', { reason: command.reason, rule: may.rule, counts }), command.actor);
  return null;
}
