import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';
import { type Production, productionOf } from './production.ts';

type Yes = { readonly user: string; readonly roles: readonly string[]; readonly hash: string };
type Bound = Production & {
  /** By the go/no-go, what was said since it was last asked or what it is about last changed. */
  readonly votes: Map<string, readonly Yes[]>;
  /** Everything that was approved and confirmed still stands. */
  readonly passed: Set<string>;
  readonly confirmed: Set<string>;
  /** A person passed it over, whatever the notes say. */
  readonly skipped: Set<string>;
};

/** What is approved changes with these: another time, other notes, another answer at the start. */
const CHANGES: ReadonlySet<Noted['type']> = new Set([
  'release.rescheduled',
  'notes.edited',
  'notes.drafted',
  'input.turned',
]);

/**
 * E4: a go counts only for what was shown: none that was given for another T, other notes or another answer makes a gate
 * pass, and production is not entered on a pass, or on a confirmation of notes, from before a change.
 */
export function checkBound({ problem }: Scope): Check {
  const releases = new Map<string, Bound>();

  function passes(run: Bound, fact: Noted & { type: 'gate.passed' }): void {
    const { step, hash } = fact.data;
    const votes = (run.votes.get(step) ?? []).filter(vote => vote.hash === hash);
    const captains = votes.filter(vote => vote.roles.includes('captain'));
    const two = captains.some(one => votes.some(vote => vote.roles.includes('owner') && vote.user !== one.user));
    if (!two)
      problem(`E4 ${fact.stream} ${fact.seq}: the gate passed without a captain and an owner for what stands now`);
    run.passed.add(step);
  }

  function enters(run: Bound, fact: Noted): void {
    const before = run.runbook.phases.flatMap(phase => phase.steps);
    for (const step of before) {
      if (step.verb === 'approve' && !run.passed.has(step.id) && !run.skipped.has(step.id))
        problem(
          `E4 ${fact.stream} ${fact.seq}: production is entered, and "${step.id}" was approved for something else`,
        );
      if (
        step.verb === 'confirm' &&
        step.of !== null &&
        step.of !== undefined &&
        !run.confirmed.has(step.id) &&
        !run.skipped.has(step.id)
      )
        problem(`E4 ${fact.stream} ${fact.seq}: production is entered, and "${step.id}" was confirmed for other notes`);
    }
  }

  function changes(run: Bound, fact: Noted): void {
    run.votes.clear();
    run.passed.clear();
    if (fact.type === 'notes.edited' || fact.type === 'notes.drafted') run.confirmed.clear();
  }

  return {
    fact(fact) {
      if (fact.type === 'release.started')
        releases.set(fact.stream, {
          ...productionOf(fact),
          votes: new Map(),
          passed: new Set(),
          confirmed: new Set(),
          skipped: new Set(),
        });
      const run = releases.get(fact.stream);
      if (run === undefined) return;
      if (CHANGES.has(fact.type)) changes(run, fact);
      switch (fact.type) {
        case 'gate.opened':
        case 'gate.voided':
        case 'gate.denied':
        case 'gate.expired':
          run.votes.delete(fact.data.step);
          run.passed.delete(fact.data.step);
          return;
        case 'vote.cast': {
          const { step, go, roles, hash } = fact.data;
          if (!go || fact.actor.kind !== 'person') return;
          const { user } = fact.actor;
          const others = (run.votes.get(step) ?? []).filter(vote => vote.user !== user);
          run.votes.set(step, [...others, { user, roles, hash }]);
          return;
        }
        case 'gate.passed':
          return passes(run, fact);
        case 'step.finished':
          run.confirmed.add(fact.data.step);
          return;
        case 'step.skipped':
          run.skipped.add(fact.data.step);
          return;
        case 'phase.started':
          if (run.phases.has(fact.data.phase)) enters(run, fact);
          return;
        default:
      }
    },
  };
}
