import { suggest } from '#src/base/nearest.ts';
import type { ChecklistItem, FactCondition } from '#src/domain/runbook/model.ts';
import { notYet, tell } from '../resolve/context.ts';
import { nodeAt, type Path } from '../yaml/node.ts';
import type { Site, Subject } from './site.ts';

const BUILT_IN_FACTS = ['green', 'documents', 'on-call', 'no-incident', 'downtime'];
/** Who started the run; the other built-in roles belong to incidents. */
export const INITIATOR = 'initiator';

/** Everything that is called by a name must exist: roles, metrics, steps, channels, facts, environments, executables. */
export function lintNames(subject: Subject): void {
  lintIds(subject);
  lintPhases(subject);
  for (const site of subject.sites) lintStep(subject, site);
  for (const { checkpoint, path } of subject.checkpoints) {
    lintItems(subject, [...path, 'items'], checkpoint.items);
    lintFacts(subject, [...path, 'requires'], checkpoint.requires);
  }
  const { type, rollback } = subject.runbook;
  lintFacts(subject, ['types', type.name, 'needs'], type.needs);
  for (const [index, one] of (rollback?.when ?? []).entries())
    metric(subject, ['rollback', 'when', index, 'metric'], one.metric);
  if (rollback && Object.keys(subject.runbook.product.raci).length > 0) {
    known(subject, ['rollback', 'activity'], {
      what: 'activity',
      name: rollback.activity,
      names: Object.keys(subject.runbook.product.raci),
    });
  }
  if (type.downtime.kind === 'approve')
    roles(subject, ['types', type.name, 'downtime', 'approve'], Object.keys(type.downtime.roles));
}

function lintIds(subject: Subject): void {
  const seen = new Set<string>();
  const once = (id: string, path: Path) => {
    if (seen.has(id))
      tell(subject.release, path, {
        message: `the id "${id}" stands here twice`,
        hint: 'choose another for one of them',
      });
    seen.add(id);
  };
  for (const [index, phase] of subject.runbook.phases.entries()) {
    once(phase.id, ['phases', index, 'id']);
    if (phase.id === 'rollback' || phase.id === 'finally') {
      tell(subject.release, ['phases', index, 'id'], {
        message: `a phase cannot be called "${phase.id}"`,
        hint: 'that name is taken; choose another',
      });
    }
  }
  for (const site of subject.sites) once(site.step.id, [...site.path, 'id']);
}

function lintPhases(subject: Subject): void {
  const { phases, product } = subject.runbook;
  for (const [index, phase] of phases.entries()) {
    const path = ['phases', index];
    roles(subject, [...path, 'role'], phase.roles);
    lintMetrics(subject, [...path, 'watch', 'metrics'], phase.watch?.metrics ?? []);
    const ids = phases.map(one => one.id);
    if (phase.watch)
      known(subject, [...path, 'watch', 'until'], { what: 'phase', name: phase.watch.until, names: ids });
    if (phase.watch && ids.indexOf(phase.watch.until) >= 0 && ids.indexOf(phase.watch.until) < index) {
      tell(subject.release, [...path, 'watch', 'until'], {
        message: `"${phase.watch.until}" is over before "${phase.id}" begins`,
        hint: 'name this phase or a later one',
      });
    }
    const names = Object.keys(product.environments);
    if (phase.environment !== null) {
      const key = phase.touchesProduction || !names.includes(phase.environment) ? 'touches' : 'environment';
      known(subject, [...path, key], { what: 'environment', name: phase.environment, names });
    }
    if (phase.activity !== null)
      known(subject, [...path, 'activity'], {
        what: 'activity',
        name: phase.activity,
        names: Object.keys(product.raci),
      });
  }
}

function lintStep(subject: Subject, site: Site): void {
  const { step, path } = site;
  const { product } = subject.runbook;
  roles(subject, [...path, 'role'], step.roles);
  if (step.skip.by === 'other') roles(subject, [...path, 'skip'], [step.skip.role]);
  if (step.activity !== null)
    known(subject, [...path, 'activity'], { what: 'activity', name: step.activity, names: Object.keys(product.raci) });
  for (const id of step.undoes) if (!subject.everyId.includes(id)) stepId(subject, [...path, 'undoes'], id);
  if (step.undoes.length > 0 && site.section !== 'rollback') {
    tell(subject.release, [...path, 'undoes'], {
      message: 'undoes stands outside rollback',
      hint: 'move the step to rollback.steps',
    });
  }
  if (step.cleanup?.kind === 'run') executable(subject, [...path, 'cleanup'], step.cleanup.argv[0]);
  switch (step.verb) {
    case 'confirm':
      if (step.of !== null) stepId(subject, [...path, 'of'], step.of);
      return;
    case 'checklist':
      lintItems(subject, [...path, 'checklist'], step.items);
      return;
    case 'approve':
      roles(subject, [...path, 'approve', 'roles'], Object.keys(step.quorum));
      roles(subject, [...path, 'approve', 'anyOf'], step.anyOf);
      lintFacts(subject, [...path, 'approve', 'requires'], step.requires);
      return;
    case 'run':
      executable(subject, [...path, 'run'], step.act.argv[0]);
      if (step.background) stepId(subject, [...path, 'background', 'until'], step.background.until);
      return;
    case 'shift':
      if (step.act.kind === 'run') executable(subject, [...path, 'shift', 'run'], step.act.argv[0]);
      return;
    case 'check':
      lintFacts(subject, [...path, 'check'], step.facts);
      for (const name of step.env)
        known(subject, [...path, 'check', 'env'], {
          what: 'requiredEnv',
          name,
          names: Object.keys(product.requiredEnv),
        });
      return;
    case 'show':
      lintMetrics(subject, [...path, 'show'], step.metrics);
      return;
    case 'watch':
    case 'snapshot':
      lintMetrics(subject, [...path, step.verb, 'metrics'], step.metrics);
      return;
    case 'compare':
      lintCompare(subject, site, step.with);
      for (const name of Object.keys(step.limits)) metric(subject, [...path, 'compare', name], name);
      return;
    case 'notify':
      lintNotify(subject, path, step.to);
      return;
    default:
      return;
  }
}

function lintCompare(subject: Subject, site: Site, snapshot: string): void {
  const path = [...site.path, 'compare', 'with'];
  const snapshots = subject.sites.filter(one => one.step.verb === 'snapshot').map(one => one.step.id);
  if (!known(subject, path, { what: 'snapshot', name: snapshot, names: snapshots })) return;
  const order = subject.sites.map(one => one.step.id);
  if (order.indexOf(snapshot) < order.indexOf(site.step.id)) return;
  tell(subject.release, path, {
    message: `the snapshot "${snapshot}" is taken after it is compared with`,
    hint: 'take it in an earlier step',
  });
}

function lintNotify(subject: Subject, path: Path, to: readonly string[]): void {
  const { channels, roles: people } = subject.runbook.product;
  const names = [...Object.keys(channels), ...Object.keys(people), 'informed', INITIATOR];
  for (const name of to) known(subject, [...path, 'notify', 'to'], { what: 'channel or role', name, names });
  // The model carries the template's text, so its name is read from the file.
  const template = nodeAt(subject.release.tree, [...path, 'notify', 'template']);
  if (template?.kind !== 'scalar') return;
  known(subject, [...path, 'notify', 'template'], {
    what: 'template',
    name: String(template.value),
    names: Object.keys(subject.runbook.product.templates),
  });
}

function lintItems(subject: Subject, path: Path, items: readonly ChecklistItem[]): void {
  const ids = [...givenIds(subject), ...subject.runbook.phases.map(phase => phase.id)];
  for (const [index, item] of items.entries()) {
    if (item.role !== null) roles(subject, [...path, index, 'role'], [item.role]);
    for (const name of item.show) metric(subject, [...path, index, 'show'], name);
    if (item.from !== null)
      known(subject, [...path, index, 'from'], { what: 'step or phase', name: item.from, names: ids });
  }
}

function lintFacts(subject: Subject, path: Path, facts: readonly FactCondition[]): void {
  const { product, phases } = subject.runbook;
  for (const [index, { fact, override }] of facts.entries()) {
    const here = [...path, index];
    if (override) roles(subject, [...here, 'override'], Object.keys(override));
    if (fact.startsWith('drill.')) notYet(subject.release, here, `the fact "${fact}"`, 'error');
    else if (fact.startsWith('phase.'))
      known(subject, here, { what: 'phase', name: fact.slice('phase.'.length), names: phases.map(phase => phase.id) });
    else {
      const names = [...BUILT_IN_FACTS, ...Object.keys(product.facts), ...Object.keys(product.metrics)];
      known(subject, here, { what: 'fact', name: fact, names });
    }
  }
}

function executable(subject: Subject, path: Path, name: string | undefined): void {
  const names = Object.keys(subject.runbook.product.executables);
  if (name === undefined || names.includes(name)) return;
  const list = names.length > 0 ? `allowed are: ${names.join(', ')}` : 'product.yml allows none';
  tell(subject.release, path, {
    message: `"${name}" is not an executable this product may start`,
    hint: `${list}; add it under executables if it may`,
  });
}

function roles(subject: Subject, path: Path, names: readonly string[]): void {
  for (const name of names)
    known(subject, path, { what: 'role', name, names: [...Object.keys(subject.runbook.product.roles), INITIATOR] });
}

function lintMetrics(subject: Subject, path: Path, names: readonly string[]): void {
  for (const [index, name] of names.entries()) metric(subject, [...path, index], name);
}

function metric(subject: Subject, path: Path, name: string): void {
  known(subject, path, { what: 'metric', name, names: Object.keys(subject.runbook.product.metrics) });
}

function stepId(subject: Subject, path: Path, name: string): void {
  known(subject, path, { what: 'step', name, names: givenIds(subject) });
}

/** Ids people gave; those made from a place are nothing to refer to. */
function givenIds(subject: Subject): readonly string[] {
  return subject.sites.map(site => site.step.id).filter(id => !id.includes('.'));
}

type Wanted = { readonly what: string; readonly name: string; readonly names: readonly string[] };

function known(subject: Subject, path: Path, { what, name, names }: Wanted): boolean {
  if (names.includes(name)) return true;
  tell(subject.release, path, { message: `there is no ${what} "${name}"`, hint: suggest(name, names) });
  return false;
}
