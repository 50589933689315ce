import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';

type Failed = { readonly attempt: number; holder: string | null; asked: boolean };
type Led = { captain: string; offered: string | null; readonly failed: Map<string, Failed> };

/**
 * E5: a failed step is looked after by one person, who saw that very failure and took it while it was failed, and others are asked for it once and only
 * while nobody has it; where it was handed to somebody who does not take it, once more. A release has one captain: whoever took it, or whom it was offered to last.
 */
export function checkCare({ world, problem }: Scope): Check {
  const releases = new Map<string, Led>();

  function ofStep(run: Led, fact: Noted & { data: { step: string; attempt: number } }): void {
    const { step, attempt } = fact.data;
    const failed = run.failed.get(step);
    const where = `E5 ${fact.stream} ${fact.seq}: ${fact.type} of "${step}"`;
    if (failed?.attempt !== attempt) return problem(`${where}, which is not failed`);
    const user = fact.actor.kind === 'person' ? fact.actor.user : null;
    if (user !== null && !world.meant.has(`${fact.stream} ${step} ${attempt} ${user}`))
      problem(`${where}, attempt ${attempt}, which ${user} has never seen fail`);
    if (fact.type === 'step.claimed' && failed.holder === user) problem(`${where} by ${user}, who has it already`);
    if (fact.type === 'step.unclaimed' && failed.holder !== null) problem(`${where}, which ${failed.holder} has`);
    if (fact.type === 'step.unclaimed' && failed.asked) problem(`${where} a second time`);
    failed.asked = fact.type === 'step.unclaimed';
    if (!failed.asked) failed.holder = fact.type === 'step.claimed' ? user : null;
  }

  function captainSet(run: Led, fact: Noted & { type: 'release.captain-set' }): void {
    const { user, how } = fact.data;
    const by = fact.actor.kind === 'person' ? fact.actor.user : '';
    const where = `E5 ${fact.stream} ${fact.seq}: ${user} became captain`;
    if (by !== user) problem(`${where} by the word of ${by}`);
    if (user === run.captain) problem(`${where}, who was that already`);
    if (how === 'handover' && run.offered !== user) problem(`${where}, and it was offered to ${run.offered}`);
    run.captain = user;
    run.offered = null;
  }

  return {
    fact(fact) {
      if (fact.type === 'release.started')
        releases.set(fact.stream, {
          captain: fact.actor.kind === 'person' ? fact.actor.user : '',
          offered: null,
          failed: new Map(),
        });
      const run = releases.get(fact.stream);
      if (run === undefined) return;
      switch (fact.type) {
        case 'step.failed':
        case 'step.interrupted':
          run.failed.set(fact.data.step, { attempt: fact.data.attempt, holder: null, asked: false });
          return;
        case 'step.retried':
        case 'step.started':
        case 'step.skipped':
        case 'step.cancelled':
          run.failed.delete(fact.data.step);
          return;
        case 'step.claimed':
        case 'step.handed':
        case 'step.unclaimed':
          return ofStep(run, fact);
        case 'handover.offered':
          run.offered = fact.data.to;
          return;
        case 'handover.declined':
          run.offered = null;
          return;
        case 'release.captain-set':
          return captainSet(run, fact);
        default:
      }
    },
  };
}
