import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { INITIATOR } from './known.ts';
import type { Subject } from './site.ts';
import { isOff } from './site.ts';

/** Steps nobody can do and approvals nobody can give: found before the night they are needed. */
export function lintPeople(subject: Subject): void {
  const { runbook, sites, checkpoints } = subject;
  const asked = new Map<string, Path>();
  const ask = (names: readonly string[], path: Path) => {
    for (const name of names) if (!asked.has(name)) asked.set(name, path);
  };
  for (const [index, phase] of runbook.phases.entries()) ask(phase.roles, ['phases', index, 'role']);
  for (const { step, path } of sites) {
    ask(step.roles, [...path, 'role']);
    if (step.verb === 'approve') ask([...Object.keys(step.quorum), ...step.anyOf], [...path, 'approve', 'roles']);
    if (step.verb === 'checklist')
      ask(
        step.items.flatMap(item => item.role ?? []),
        [...path, 'checklist'],
      );
  }
  for (const { checkpoint, path } of checkpoints)
    ask(
      checkpoint.items.flatMap(item => item.role ?? []),
      [...path, 'items'],
    );
  for (const [name, path] of asked) lintMembers(subject, name, path);
  for (const site of sites) {
    if (site.step.verb === 'approve' && !isOff(site)) lintApproval(subject, site.step, [...site.path, 'approve']);
    if (site.step.roles.length === 0) {
      tell(subject.file, site.path, {
        message: 'nobody is named for this step',
        hint: 'write role: in the step or its phase',
      });
    }
  }
}

/** A role that has to act needs somebody in Slack. */
export function lintMembers(subject: Subject, name: string, path: Path): void {
  const role = subject.runbook.product.roles[name];
  if (!role || role.users.length > 0 || role.group !== null) return;
  const message = `the role "${name}" has to act here and has no members in Slack`;
  tell(subject.file, path, { message, hint: `add slack: { users: [...] } to it in product.yml` });
}

type Approve = Extract<Step, { verb: 'approve' }>;

/** Votes somebody has to give: of a step, or to open the calendar. */
export type Quorum = Pick<Approve, 'quorum' | 'anyOf' | 'distinctPeople'>;

function lintApproval(subject: Subject, step: Approve, path: Path): void {
  const { product } = subject.runbook;
  if (Object.keys(step.quorum).length === 0 && step.anyOf.length === 0) {
    tell(subject.file, path, { message: 'nobody is asked', hint: 'write roles: { role: 1 } or anyOf: [role]' });
  } else if (!canPass(product, step, undefined)) {
    tell(subject.file, path, {
      message: whyNot(product, step),
      hint: 'name more people for these roles, or ask for fewer',
    });
  } else if (product.soloOperator && (step.distinctPeople || step.notInitiator)) {
    const rule = step.distinctPeople ? 'distinctPeople' : 'notInitiator';
    const message = `${rule} does not count here: soloOperator lets one person hold every role`;
    tell(subject.file, [...path, rule], {
      message,
      hint: `leave ${rule} out, or set soloOperator: false`,
      level: 'warning',
    });
  } else if (step.notInitiator) {
    lintInitiator(subject, step, path);
  }
}

function lintInitiator(subject: Subject, step: Approve, path: Path): void {
  const starters = startersOf(subject);
  const stuck = starters.filter(person => !canPass(subject.runbook.product, step, person));
  if (stuck.length === 0) return;
  const who = stuck.map(person => `<@${person}>`).join(' or ');
  const message = `when ${who} starts the run, nobody is left who may approve it (notInitiator)`;
  const level = stuck.length === starters.length ? 'error' : 'warning';
  tell(subject.file, [...path, 'notInitiator'], { message, hint: 'name another person for these roles', level });
}

/** People who may start, where they are named; a user group's members are not known here. */
function startersOf({ runbook }: Subject): readonly string[] {
  const row = runbook.product.raci['start'];
  const roles = row ? [...row.responsible, ...row.accountable] : (runbook.phases[0]?.roles ?? []);
  const known = roles.map(role => runbook.product.roles[role]);
  if (known.some(role => role?.group != null)) return [];
  return [...new Set(known.flatMap(role => role?.users ?? []))];
}

/** Could the quorum be filled by the people named, without this one? Groups are taken to be large enough. */
export function canPass(product: Product, step: Quorum, without: string | undefined): boolean {
  const people = (role: string) => membersOf(product, role, without);
  if (step.anyOf.some(role => people(role) === 'many' || people(role).length > 0)) return true;
  if (step.anyOf.length > 0) return false;
  const quorum = Object.entries(step.quorum);
  const enough = quorum.every(([role, count]) => {
    const members = people(role);
    return members === 'many' || members.length >= count;
  });
  if (!enough || !step.distinctPeople || product.soloOperator) return enough;
  const seats = quorum.flatMap(([role, count]) => {
    const members = people(role);
    return members === 'many' ? [] : Array.from({ length: count }, () => members);
  });
  return canSeat(seats);
}

/** A different person for each seat: augmenting paths, at most seats times people steps. */
function canSeat(seats: readonly (readonly string[])[]): boolean {
  const seatOf = new Map<string, number>();
  const seat = (index: number, tried: Set<string>): boolean => {
    for (const person of seats[index] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const taken = seatOf.get(person);
      if (taken === undefined || seat(taken, tried)) {
        seatOf.set(person, index);
        return true;
      }
    }
    return false;
  };
  return seats.every((_, index) => seat(index, new Set()));
}

function membersOf(product: Product, name: string, without: string | undefined): readonly string[] | 'many' {
  if (name === INITIATOR) return 'many';
  const role = product.roles[name];
  // An unknown role is told by its name; here it must not be told again as one without people.
  if (!role || role.group !== null) return 'many';
  return role.users.filter(user => user !== without);
}

export function whyNot(product: Product, step: Quorum): string {
  const short = Object.entries(step.quorum).filter(([role, count]) => {
    const members = membersOf(product, role, undefined);
    return members !== 'many' && members.length < count;
  });
  if (step.anyOf.length > 0) return 'nobody can give this approval: none of its roles has members';
  if (short.length === 0)
    return 'nobody can give this approval: distinctPeople asks for different people, and the roles share them';
  const said = short.map(
    ([role, count]) => `${count} of "${role}", which has ${product.roles[role]?.users.length ?? 0}`,
  );
  return `nobody can give this approval: it asks for ${said.join(' and ')}`;
}
