import type { Fact } from '#src/domain/fact.ts';
import type { World } from '../world/world.ts';
import type { Timeline } from './end.ts';

type Swept = Fact & { type: 'watch.swept' };

/** I19 users move on only after a pass measured since the last move, I20 nothing turns round by itself but after a failed reading. */
export function checkRollout(world: World, { stream, facts }: Timeline): readonly string[] {
  const problems: string[] = [];
  for (const [index, fact] of facts.entries()) {
    const before = facts.slice(0, index);
    const where = `${stream} ${fact.seq}`;
    if (fact.type === 'wave.finished') problems.push(...finished(before, fact).map(says => `I19 ${where}: ${says}`));
    if (
      fact.type === 'release.rollback-started' &&
      fact.data.cause === 'metric' &&
      !lastSweep(before)?.data.readings.some(one => one.verdict === 'fail')
    )
      problems.push(`I20 ${where}: rolled back although no reading failed`);
    if (fact.type === 'watch.swept') problems.push(...madeUp(world, fact).map(says => `${where}: ${says}`));
  }
  return problems;
}

function finished(before: readonly Fact[], fact: Fact & { type: 'wave.finished' }): readonly string[] {
  const { number } = fact.data;
  const shiftedIndex = before.findLastIndex(one => one.type === 'wave.shifted' && one.data.number === number);
  const shifted = before[shiftedIndex];
  if (shifted?.type !== 'wave.shifted') return [`wave ${number} ended before it was shifted`];
  // Going on with a reason, although a metric stopped the run, is a person's decision and on record as one.
  if (before.some(one => one.type === 'release.resumed' && one.data.override !== null)) return [];
  const since = before.slice(shiftedIndex);
  const passes = since.filter(isRolloutSweep).some(sweep => sweep.data.readings.every(one => one.verdict === 'pass'));
  // A soak is elapsed time, and moves along with a clock that is set back.
  const setBackMs = since.reduce((sum, one) => sum + (one.type === 'clock.jumped' ? one.data.byMs : 0), 0);
  return [
    ...(fact.at < shifted.data.soakUntil + setBackMs ? [`wave ${number} ended before its soak did`] : []),
    ...(passes ? [] : [`wave ${number} ended without one sweep in which everything passed`]),
  ];
}

function isRolloutSweep(fact: Fact): fact is Swept {
  return fact.type === 'watch.swept' && fact.data.watch === 'rollout';
}

function lastSweep(before: readonly Fact[]): Swept | undefined {
  return before.findLast((fact): fact is Swept => fact.type === 'watch.swept');
}

function madeUp(world: World, fact: Swept): readonly string[] {
  return fact.data.readings
    .filter(one => one.value !== null && !world.served.has(`${one.metric}=${one.value}`))
    .map(one => `${one.metric} was never ${one.value}`);
}
