import type { Instant } from '#src/base/time.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { placeIn } from './turn.ts';

/** What the rows of a product's releases tell of rollbacks, done and to come; nothing else is read for it. */

export type Lock = { readonly run: string; readonly owners: string };

/** The rolled-back release that locks its product, and who unlocks it; null: none does. */
export function lockIn(rows: readonly RunSummary[]): Lock | null {
  const locking = rows.find(row => typeof row.facts['lock'] === 'string');
  return locking === undefined ? null : { run: locking.id, owners: String(locking.facts['lock']) };
}

/** A sentence for whoever wants to start the next one. Not escaped. */
export function sayLocked(product: string, { run, owners }: Lock): string {
  return `${product} is locked: ${run} was rolled back. Until ${owners} unlocks it (/release unlock ${run} REASON), no release starts but one that is started from an open incident.`;
}

export type PastRollback = { readonly run: string; readonly at: Instant; readonly tookMs: number };

/** The last rollback that came to its end, and how long it took from the decision. */
export function lastRollbackIn(rows: readonly RunSummary[]): PastRollback | null {
  const done = rows.flatMap((row): readonly PastRollback[] => {
    const { rollbackAt: at, rollbackMs: tookMs } = row.facts;
    return typeof at === 'number' && typeof tookMs === 'number' ? [{ run: row.id, at, tookMs }] : [];
  });
  return done.toSorted((a, b) => b.at - a.at)[0] ?? null;
}

/**
 * A release of the product that changed production after this one, or is there now; null: none. Taking back the older one
 * would undo what is not its own, or cross a rollout on its way.
 */
export function laterThan(rows: readonly RunSummary[], id: string): string | null {
  const mine = rows.find(one => one.id === id);
  const touched = mine?.facts['touched'];
  if (mine === undefined || typeof touched !== 'number') return null;
  // While it has its turn, the others wait for it.
  const hasTurn = placeIn(mine.facts['production']) !== null;
  const later = rows.find(one => {
    const theirs = one.facts['touched'];
    const came = typeof theirs === 'number' && theirs > touched && one.status !== 'rolled-back';
    return one.id !== id && (came || (!hasTurn && placeIn(one.facts['production'])?.taken === true));
  });
  return later?.id ?? null;
}

/** What stands in the way of its rollback. Not escaped. */
export function sayLater(id: string, later: string): string {
  return `${later} went to production after ${id}; take that back first`;
}
