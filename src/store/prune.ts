import { DAY, HOUR, type Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';
import { literal } from './steady-plan.ts';

const EFFECTS_KEPT_MS = 30 * DAY;
/** A minute of every day for each environment: a sweep that is over tells nothing any more. */
const SWEEPS_KEPT_MS = HOUR;
const REQUESTS_KEPT_MS = 24 * HOUR;

/** Rows deleted in one go: about 3 ms of a blocked loop, and appends get their turn between two goes. */
export const PRUNED_MAX = 1_000;

/** Deletes some settled effects older than 30 days; answers how many, so that the caller goes on while it is all of them. */
export function pruneEffects(tx: Db, now: Instant): Promise<number> {
  return pruneSettled(tx, settledBefore(tx, now - EFFECTS_KEPT_MS));
}

/** Deletes some sweeps of alerts that ended an hour ago; answers how many. */
export function pruneSweeps(tx: Db, now: Instant): Promise<number> {
  return pruneSettled(tx, settledBefore(tx, now - SWEEPS_KEPT_MS).where('kind', '=', 'alerts.sweep'));
}

function settledBefore(tx: Db, at: Instant) {
  const settled = tx.selectFrom('effects').select('id').where('settled_at', 'is not', null);
  return settled.where('settled_at', '<', at).limit(literal(PRUNED_MAX));
}

async function pruneSettled(tx: Db, old: ReturnType<typeof settledBefore>): Promise<number> {
  const ids = (await old.execute()).map(row => row.id);
  if (ids.length > 0) await tx.deleteFrom('effects').where('id', 'in', ids).execute();
  return ids.length;
}

/** Deletes some requests older than 24 h; answers how many. */
export async function pruneRequests(tx: Db, now: Instant): Promise<number> {
  const old = await tx
    .selectFrom('requests')
    .select('key')
    .where('at', '<', now - REQUESTS_KEPT_MS)
    .limit(literal(PRUNED_MAX))
    .execute();
  const keys = old.map(row => row.key);
  if (keys.length > 0) await tx.deleteFrom('requests').where('key', 'in', keys).execute();
  return keys.length;
}
