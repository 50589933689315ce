import type { Desk } from '#src/chat/desk.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

/** Many years of every drill: a quarterly one is not hidden behind weekly ones. */
const LOOKED_AT_MAX = 1_000;

/** Drills of a product that are over, newest first. */
export function pastDrills(desk: Desk, product: string): Promise<readonly RunSummary[]> {
  return desk.runs({ kind: 'drill', product, open: false, limit: LOOKED_AT_MAX });
}
