import { tell } from '../resolve/context.ts';
import { nodeAt } from '../yaml/node.ts';
import { builtInRoles, known, knownMetric, knownRoles } from './known.ts';
import type { IncidentSubject } from './site.ts';

/** What has to be green to close, who hears of it and who reads the postmortem. */
export function lintResolve(subject: IncidentSubject): void {
  const { resolve, updates, postmortem, product, environment, grades } = subject.runbook;
  for (const [index, name] of (resolve.stable?.metrics ?? []).entries()) {
    const path = ['resolve', 'stable', 'metrics', index];
    knownMetric(subject, path, name);
    const metric = product.metrics[name];
    // Limits that cannot be read are told where they stand; without any it would be green whatever it says.
    const limits = nodeAt(subject.product.tree, ['metrics', name, 'limits']);
    const none = limits?.kind === 'scalar' && limits.value === 'none';
    if (!metric || !(none || metric.shadow)) continue;
    const message = `"${name}" judges nothing, so it can never be out of the green`;
    tell(subject.file, path, { message, hint: 'give it limits in product.yml, or watch another metric' });
  }
  const places = [...Object.keys(product.channels), ...Object.keys(product.roles), ...builtInRoles(subject)];
  for (const name of updates.to) known(subject, ['updates', 'to'], { what: 'channel or role', name, names: places });
  knownRoles(subject, ['postmortem', 'reviewers'], postmortem.reviewers);
  const environments = Object.keys(product.environments);
  if (environments.length > 0)
    known(subject, ['environment'], { what: 'environment', name: environment, names: environments });
  const owed = grades.find(grade => grade.postmortem !== null);
  if (!owed || postmortem.sections.length > 0) return;
  const message = `${owed.name} owes a postmortem, and the file names no sections for it`;
  const hint = 'add postmortem: { sections: [root-cause, impact, actions-short] }';
  tell(subject.file, ['postmortem'], { message, hint, level: 'warning' });
}
