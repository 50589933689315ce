import { tell } from '../resolve/context.ts';
import { nodeAt, type Path } from '../yaml/node.ts';
import { lintFact, lintFacts, lintItems } from './facts.ts';
import {
  builtInRoles,
  givenIds,
  known,
  knownActivity,
  knownExecutable,
  knownMetric,
  knownMetrics,
  knownRoles,
  knownStep,
} from './known.ts';
import { lintBackground, lintGate, lintWatch } from './never.ts';
import { lintReach } from './reach.ts';
import type { Site, Subject } from './site.ts';
import { lintStart } from './start.ts';
import { before } from './template-names.ts';

/** Everything a step calls by a name must exist. */
export function lintSteps(subject: Subject): void {
  for (const site of subject.sites) {
    lintEnvelope(subject, site);
    lintVerb(subject, site);
  }
}

function lintEnvelope(subject: Subject, { step, path, section }: Site): void {
  // A role taken over from the phase, or from raci, is told where it stands.
  if (nodeAt(subject.file.tree, [...path, 'role'])) knownRoles(subject, [...path, 'role'], step.roles);
  if (step.skip.by === 'other') knownRoles(subject, [...path, 'skip'], [step.skip.role]);
  if (step.activity !== null) knownActivity(subject, [...path, 'activity'], step.activity);
  if (step.cleanup?.kind === 'run') knownExecutable(subject, [...path, 'cleanup'], step.cleanup.argv[0]);
  if (step.onFailure === 'retry' && step.retry === null) {
    const message = 'onFailure: retry does not say how often';
    tell(subject.file, [...path, 'onFailure'], { message, hint: 'add retry: { attempts: 3, backoff: 30s }' });
  }
  if (step.each !== null) lintEach(subject, [...path, 'each'], step.each);
  const undoes = [...path, 'undoes'];
  const isPhase = (id: string) =>
    subject.runbook.phases.some(one => one.id === id) && !subject.sites.some(one => one.step.id === id);
  for (const id of step.undoes) {
    if (isPhase(id))
      tell(subject.file, undoes, {
        message: `"${id}" is a phase`,
        hint: 'name the step in it that is undone, by its id',
      });
    else if (!subject.everyId.includes(id)) knownStep(subject, undoes, id);
  }
  if (step.undoes.length === 0 || section === 'rollback') return;
  const hint =
    subject.runbook.kind === 'incident' ? 'write what takes it back under undo' : 'move the step to rollback.steps';
  tell(subject.file, undoes, { message: 'undoes stands outside rollback', hint });
}

/** Only a list can be gone through; an unknown name is told with the templates. */
function lintEach(subject: Subject, path: Path, name: string): void {
  const input = subject.inputs.find(one => `inputs.${one.name}` === name);
  if (!input || input.type === 'list') return;
  tell(subject.file, path, {
    message: `${name} is a ${input.type}, not a list`,
    hint: 'name an input of type: list',
  });
}

function lintVerb(subject: Subject, site: Site): void {
  const { step } = site;
  const path = [...site.path, step.verb];
  switch (step.verb) {
    case 'confirm':
      if (step.of !== null) knownStep(subject, [...site.path, 'of'], step.of);
      break;
    case 'checklist':
      lintItems(subject, path, step.items);
      break;
    case 'approve':
      knownRoles(subject, [...path, 'roles'], Object.keys(step.quorum));
      knownRoles(subject, [...path, 'anyOf'], step.anyOf);
      lintFacts(subject, [...path, 'requires'], step.requires);
      lintGate(subject, site, step);
      break;
    case 'run':
      knownExecutable(subject, path, step.act.argv[0]);
      if (step.background) {
        knownStep(subject, [...site.path, 'background', 'until'], step.background.until);
        lintBackground(subject, site, step.background.until);
      }
      break;
    case 'shift':
      if (step.act.kind === 'run') knownExecutable(subject, [...path, 'run'], step.act.argv[0]);
      break;
    case 'check':
      for (const fact of step.facts) lintFact(subject, path, fact);
      for (const name of step.env) {
        const names = Object.keys(subject.runbook.product.requiredEnv);
        known(subject, [...path, 'env'], { what: 'requiredEnv', name, names });
      }
      break;
    case 'show':
      knownMetrics(subject, path, step.metrics);
      break;
    case 'watch':
      lintWatch(subject, path, step);
      knownMetrics(subject, [...path, 'metrics'], step.metrics);
      break;
    case 'snapshot':
      knownMetrics(subject, [...path, 'metrics'], step.metrics);
      break;
    case 'compare':
      lintCompare(subject, site, step.with);
      for (const name of Object.keys(step.limits)) knownMetric(subject, [...path, name], name);
      break;
    case 'notify':
      lintNotify(subject, path, step.to);
      lintAttach(subject, site, path, step.attach ?? []);
      break;
    case 'page':
      knownRoles(subject, path, step.to);
      for (const role of step.to)
        lintReach(subject.file, path, { product: subject.runbook.product, role, pages: true });
      break;
    case 'start':
      lintStart(subject, path, step.start);
      break;
    default:
      break;
  }
}

function lintCompare(subject: Subject, site: Site, snapshot: string): void {
  const path = [...site.path, 'compare', 'with'];
  const names = subject.sites.filter(one => one.step.verb === 'snapshot').map(one => one.step.id);
  if (!known(subject, path, { what: 'snapshot', name: snapshot, names })) return;
  const order = givenIds(subject);
  const here = subject.sites.indexOf(site);
  if (subject.sites.findIndex(one => one.step.id === snapshot) < here || !order.includes(snapshot)) return;
  const message = `the snapshot "${snapshot}" is taken after it is compared with`;
  tell(subject.file, path, { message, hint: 'take it in an earlier step' });
}

/** Only what a step before it has written can go with a mail. */
function lintAttach(subject: Subject, site: Site, path: Path, ids: readonly string[]): void {
  const earlier = before(subject, site).filter(one => one.step.verb === 'release-notes');
  const names = earlier.map(one => one.step.id).filter(id => !id.includes('.'));
  for (const id of ids)
    known(subject, [...path, 'attach'], { what: 'release-notes step before this one', name: id, names });
}

function lintNotify(subject: Subject, path: Path, to: readonly string[]): void {
  const { channels, roles, templates } = subject.runbook.product;
  const names = [...Object.keys(channels), ...Object.keys(roles), 'informed', ...builtInRoles(subject)];
  for (const name of to) known(subject, [...path, 'to'], { what: 'channel or role', name, names });
  // The model carries the template's text, so its name is read from the file.
  const template = nodeAt(subject.file.tree, [...path, 'template']);
  if (template?.kind !== 'scalar') return;
  const name = String(template.value);
  known(subject, [...path, 'template'], { what: 'template', name, names: Object.keys(templates) });
}
