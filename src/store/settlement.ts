import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import type { Settlement } from '#src/ports/store.ts';
import type { EffectRecord } from './schema.ts';

/** The compare of compare-and-set: still sending, and sent by the start that now answers. */
export function isInFlight(record: EffectRecord | undefined, settlement: Settlement): record is EffectRecord {
  return record !== undefined && record.state === 'sending' && record.epoch === settlement.epoch;
}

/** The effect after its settlement at `at`. A result told before stays when the settlement brings none. */
export function settled(record: EffectRecord, settlement: Settlement, at: Instant): EffectRecord {
  const { end } = settlement;
  const result = settlement.result === undefined ? record.result : JSON.stringify(settlement.result);
  if (end === 'done' || end === 'failed') return { ...record, state: end, result, settled_at: at };
  return { ...record, state: end, result, due_at: settlement.dueAt ?? record.due_at };
}

/** Throws when an effect is to come again and nobody says when. */
export function assertSaysWhen({ end, dueAt }: Settlement): void {
  const again = end === 'due' || end === 'unknown';
  assert(!again || dueAt !== undefined, `an effect that is ${end} again says when`);
}
