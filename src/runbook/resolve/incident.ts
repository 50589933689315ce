import { PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { ActionDoes, IncidentAction } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { type ActionText, type IncidentText, UPDATE_FIELDS } from '../schema/incident.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, listOf, ms, onlyGrades } from './context.ts';
import type { Duty } from './duty.ts';
import { type Inside, phaseOf } from './phase.ts';
import { stepsOf } from './step.ts';
import { startOf } from './verb.ts';

type Given = { readonly product: Product; readonly duty: Duty; readonly files: IncidentRunbook['files'] };

/** Whoever leads does what nobody else is named for. */
export const COMMANDER = 'commander';

/** An incident file, already expanded for its environment, in the model's words. */
export function incidentOf(context: Context, text: IncidentText, { product, duty, files }: Given): IncidentRunbook {
  // Nothing open or failed holds back anything: an incident goes on whatever a step comes to.
  const inside: Inside = { product, only: onlyGrades, onFailure: 'continue', roles: [COMMANDER] };
  const { stable } = text.resolve ?? {};
  return {
    kind: 'incident',
    product,
    title: text.title,
    environment: text.environment ?? PRODUCTION,
    grades: duty.grades,
    escalation: duty.escalation,
    phases: text.phases.map((phase, index) => phaseOf(context, ['phases', index], phase, inside)),
    actions: Object.entries(text.actions ?? {}).map(([id, one]) => {
      return actionOf(context, ['actions', id], { id, text: one, inside });
    }),
    updates: { fields: text.updates?.fields ?? UPDATE_FIELDS, to: listOf(text.updates?.to) },
    resolve: {
      stable: stable ? { metrics: stable.metrics, forMs: ms(stable.for) } : null,
      require: text.resolve?.require ?? [],
    },
    postmortem: { reviewers: listOf(text.postmortem?.reviewers), sections: text.postmortem?.sections ?? [] },
    files,
  };
}

type ActionParts = { readonly id: string; readonly text: ActionText; readonly inside: Inside };

function actionOf(context: Context, path: Path, { id, text, inside }: ActionParts): IncidentAction {
  const roles = listOf(text.role);
  return {
    id,
    title: text.title,
    roles,
    grades: text.only ?? [],
    reasonRequired: text.reason === 'required',
    does: doesOf(context, path, { id, text, inside: roles.length > 0 ? { ...inside, roles } : inside }),
  };
}

function doesOf(context: Context, path: Path, { id, text, inside }: ActionParts): ActionDoes {
  if ('rollback' in text) return { kind: 'rollback-suspect' };
  if ('pause' in text) return { kind: 'pause-suspect' };
  if ('start' in text) return { kind: 'start', start: startOf(text.start) };
  // Half an action is worse than none, and one that was to tell users and did not is not done: it waits for a person.
  const around = { ...inside, onFailure: 'pause', onFailureToTell: 'pause' } as const;
  return {
    kind: 'steps',
    steps: stepsOf(context, [...path, 'steps'], text.steps, { ...around, section: id }),
    undo: stepsOf(context, [...path, 'undo'], text.undo ?? [], { ...around, section: `${id}.undo` }),
  };
}
