import type { Phase } from '#src/domain/runbook/model/release.ts';
import { tell } from '../resolve/context.ts';
import { nodeAt, type Path } from '../yaml/node.ts';
import { lintFacts, lintItems } from './facts.ts';
import { known, knownActivity, knownMetric, knownMetrics, knownRoles } from './known.ts';
import type { ReleaseSubject, Subject } from './site.ts';

/** Names in phases and checkpoints; ids that stand twice. */
export function lintPhases(subject: Subject): void {
  lintIds(subject);
  for (const [index, phase] of subject.runbook.phases.entries()) lintPhase(subject, ['phases', index], phase);
  for (const { checkpoint, path } of subject.checkpoints) {
    lintItems(subject, [...path, 'items'], checkpoint.items);
    lintFacts(subject, [...path, 'requires'], checkpoint.requires);
  }
}

/** Names in the release type and the rollback's triggers. */
export function lintType(subject: ReleaseSubject): void {
  const { type, rollback, product } = subject.runbook;
  const types = ['types', type.name];
  lintFacts(subject, [...types, 'needs'], type.needs);
  if (type.downtime.kind === 'approve') {
    knownRoles(subject, [...types, 'downtime', 'approve'], Object.keys(type.downtime.roles));
  }
  for (const [index, { metric }] of (rollback?.when ?? []).entries()) {
    knownMetric(subject, ['rollback', 'when', index, 'metric'], metric);
  }
  knownRoles(subject, ['rollback', 'owner'], rollback?.owner ?? []);
  // Without any RACI table the role of the phase decides.
  if (rollback && Object.keys(product.raci).length > 0) {
    knownActivity(subject, ['rollback', 'activity'], rollback.activity);
  }
}

function lintIds(subject: Subject): void {
  const seen = new Map<string, 'phase' | 'action' | 'step'>();
  const once = (id: string, path: Path, what: 'phase' | 'action' | 'step') => {
    const before = seen.get(id);
    const whose =
      before === what || before === undefined
        ? ''
        : `, as a ${before} and as ${what === 'action' ? 'an' : 'a'} ${what}`;
    const hint = 'choose another for one of them';
    if (before !== undefined) tell(subject.file, path, { message: `the id "${id}" stands here twice${whose}`, hint });
    else seen.set(id, what);
  };
  for (const [index, phase] of subject.runbook.phases.entries()) {
    const path = ['phases', index, 'id'];
    once(phase.id, path, 'phase');
    if (phase.id !== 'rollback' && phase.id !== 'finally') continue;
    const hint = 'that name is taken; choose another';
    tell(subject.file, path, { message: `a phase cannot be called "${phase.id}"`, hint });
  }
  if (subject.runbook.kind === 'incident')
    for (const action of subject.runbook.actions) once(action.id, ['actions', action.id], 'action');
  for (const site of subject.sites) once(site.step.id, [...site.path, 'id'], 'step');
}

function lintPhase(subject: Subject, path: Path, phase: Phase): void {
  knownRoles(subject, [...path, 'role'], phase.roles);
  if (phase.activity !== null) knownActivity(subject, [...path, 'activity'], phase.activity);
  if (phase.environment !== null) lintEnvironment(subject, path, phase.environment);
  if (!phase.watch) return;
  const ids = subject.runbook.phases.map(one => one.id);
  const until = [...path, 'watch', 'until'];
  knownMetrics(subject, [...path, 'watch', 'metrics'], phase.watch.metrics);
  if (!known(subject, until, { what: 'phase', name: phase.watch.until, names: ids })) return;
  if (ids.indexOf(phase.watch.until) >= ids.indexOf(phase.id)) return;
  const message = `"${phase.watch.until}" is over before "${phase.id}" begins`;
  tell(subject.file, until, { message, hint: 'name this phase or a later one' });
}

function lintEnvironment(subject: Subject, path: Path, name: string): void {
  const key = nodeAt(subject.file.tree, [...path, 'touches']) ? 'touches' : 'environment';
  const names = Object.keys(subject.runbook.product.environments);
  known(subject, [...path, key], { what: 'environment', name, names });
}
