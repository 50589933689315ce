import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import { mayWithRole } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { rollbackRoles } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';

/**
 * Production was changed and the run turned back: until somebody who answers for it says that the cause is understood, no
 * other release of the product goes there.
 */
export function isLocking({ rollback, touchedAt, unlocked }: ReleaseRun): boolean {
  return rollback !== null && touchedAt !== null && unlocked === null;
}

/** Who may unlock: the owner the runbook names, else the accountable of its rollback, else whoever may roll back. */
export function lockOwners(run: ReleaseRun): readonly string[] {
  const named = namedOwners(run.runbook);
  return named.length > 0 ? named : rollbackRoles(run);
}

export function namedOwners({ rollback, product }: ReleaseRunbook): readonly string[] {
  return rollback?.owner ?? product.raci[rollback?.activity ?? 'rollback']?.accountable ?? [];
}

/** `Release manager or CTO`. Not escaped. */
export function sayOwners(run: ReleaseRun): string {
  const titles = lockOwners(run).map(role => run.runbook.product.roles[role]?.title ?? role);
  return titles.join(' or ');
}

export function unlock(draft: Draft, run: ReleaseRun, actor: PersonActor, reason: string): Refusal | null {
  const { title } = run.runbook.product;
  if (!isLocking(run)) return { code: 'lock.none', text: `${run.id} does not lock ${title}.` };
  const may = mayWithRole(run, actor, lockOwners(run), `Unlocking ${title} after ${run.id}`);
  if (!may.ok) return deny(draft, actor, 'unlock', may);
  if (!isFinal(run))
    return {
      code: 'lock.rolling-back',
      text: `${run.id} is still on its way back; unlock ${title} when that is done.`,
    };
  if (reason.trim() === '')
    return { code: 'lock.reason', text: 'Unlocking needs a reason: write in a sentence why the next release is safe.' };
  draft.add(fact('release.unlocked', { reason, rule: may.rule }), actor);
  return null;
}
