import { MINUTE } from '#src/base/time.ts';
import { chooseFaults, type Faults } from '../faults.ts';
import { chooseDayFaults } from '../incidents/faults.ts';
import type { Random } from '../random.ts';

/** Those of minutes for what runs do, those of hours for what goes on around them. */
export function chooseEveningFaults(random: Random): Faults {
  return {
    ...chooseDayFaults(random),
    ...thinned(chooseFaults(random)),
    crashAfter: random.chance(0.7) ? random.between(60, 3_000) : null,
    awayMs: random.between(0, random.pick([2_000, MINUTE, 12 * MINUTE]) ?? 0),
    pressesPerMinute: 0.3 + random.next() * (random.pick([1, 5, 12]) ?? 1),
  };
}

/**
 * What strikes in the short world as often as it likes; the rest is as rare as in the long one. Commands fail more often
 * still, or there would be too few failed steps for people to look after.
 */
function thinned(faults: Faults): Partial<Faults> {
  const { replyLost, requestLost, doneLate, lookFails, commandFails, commandInterrupted } = faults;
  const { serviceBad, cannotMeasure, doubleClick, stale } = faults;
  return {
    replyLost,
    requestLost,
    doneLate,
    lookFails,
    commandFails: 2 * commandFails,
    commandInterrupted,
    serviceBad,
    cannotMeasure,
    doubleClick,
    stale,
  };
}
