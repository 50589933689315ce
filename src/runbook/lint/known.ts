import { suggest } from '#src/base/nearest.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import type { Subject } from './site.ts';

/** Who started the run. */
export const INITIATOR = 'initiator';
/** Of an incident: whoever leads it, and whoever owns the service concerned. */
export const OF_INCIDENTS = ['commander', 'service-owner'];

/** The roles every runbook of this kind has without naming them. */
export function builtInRoles({ runbook }: Subject): readonly string[] {
  return runbook.kind === 'incident' ? [INITIATOR, ...OF_INCIDENTS] : [INITIATOR];
}

type Wanted = { readonly what: string; readonly name: string; readonly names: readonly string[] };

/** Tells a name nobody has, with the nearest one somebody has. Answers whether it is known. */
export function known({ file }: Subject, path: Path, { what, name, names }: Wanted): boolean {
  if (names.includes(name)) return true;
  tell(file, path, { message: `there is no ${what} "${name}"`, hint: suggest(name, names) });
  return false;
}

export function knownRoles(subject: Subject, path: Path, roles: readonly string[]): void {
  const names = [...Object.keys(subject.runbook.product.roles), ...builtInRoles(subject)];
  for (const name of roles) known(subject, path, { what: 'role', name, names });
}

export function knownMetric(subject: Subject, path: Path, name: string): void {
  known(subject, path, { what: 'metric', name, names: Object.keys(subject.runbook.product.metrics) });
}

export function knownMetrics(subject: Subject, path: Path, metrics: readonly string[]): void {
  for (const [index, name] of metrics.entries()) knownMetric(subject, [...path, index], name);
}

export function knownActivity(subject: Subject, path: Path, name: string): void {
  known(subject, path, { what: 'activity', name, names: Object.keys(subject.runbook.product.raci) });
}

export function knownStep(subject: Subject, path: Path, name: string): void {
  known(subject, path, { what: 'step', name, names: givenIds(subject) });
}

/** Ids people gave; those made from a place are nothing to refer to. */
export function givenIds(subject: Subject): readonly string[] {
  return subject.sites.map(site => site.step.id).filter(id => !id.includes('.'));
}

export function knownExecutable({ file, runbook }: Subject, path: Path, name: string | undefined): void {
  const names = Object.keys(runbook.product.executables);
  if (name === undefined || names.includes(name)) return;
  const list = names.length > 0 ? `allowed are: ${names.join(', ')}` : 'product.yml allows none';
  const message = `"${name}" is not an executable this product may start`;
  tell(file, path, { message, hint: `${list}; add it under executables if it may` });
}
