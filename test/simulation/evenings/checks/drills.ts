import { MINUTE } from '#src/base/time.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';

type Drill = { readonly leftOut: Set<string>; over: boolean };
type Result = { readonly passed: boolean; readonly at: number };

/** A gate may have looked that long before it wrote down what it saw. */
const STALE_MS = MINUTE;

/**
 * E10: a drill passed only when nothing was passed over by a person and nothing failed for good, what cleans up included; it
 * ends once, and never goes to production. At a go/no-go its latest result counts alone.
 */
export function checkDrills({ world, problem }: Scope): Check {
  const drills = new Map<string, Drill>();
  let results: readonly Result[] = [];

  function ofDrill(drill: Drill, fact: Noted): void {
    const where = `E10 ${fact.stream} ${fact.seq}`;
    switch (fact.type) {
      case 'step.failed':
        drill.leftOut.add(fact.data.step);
        return;
      case 'step.started':
        drill.leftOut.delete(fact.data.step);
        return;
      case 'step.skipped':
        if (fact.actor.kind === 'person') drill.leftOut.add(fact.data.step);
        return;
      case 'drill.ended':
      case 'drill.aborted': {
        if (drill.over) problem(`${where}: it ends a second time`);
        drill.over = true;
        const passed = fact.type === 'drill.ended' && fact.data.passed;
        const left = [...drill.leftOut];
        if (passed && left.length > 0) problem(`${where}: it passed without ${left.join(', ')}`);
        if (fact.type === 'drill.ended' && !passed && left.length === 0)
          problem(`${where}: it failed, and all was done`);
        if (fact.type === 'drill.ended' || fact.data.counts) results = [...results, { passed, at: world.time.now }];
        return;
      }
      case 'production.asked':
      case 'production.taken':
        return problem(`${where}: a drill goes to production`);
      default:
    }
  }

  function atGate(fact: Noted & { type: 'facts.recorded' }): void {
    const said = fact.data.facts.find(one => one.fact.startsWith('drill.restore.age'));
    if (said?.outcome !== 'holds') return;
    world.reach('drill:counted');
    const known = results.findLast(one => world.time.now - one.at > STALE_MS);
    const fresh = results.filter(one => world.time.now - one.at <= STALE_MS);
    const latest = known && !known.passed && fresh.length === 0;
    if (results.length === 0 || latest)
      problem(`E10 ${fact.stream} ${fact.seq}: the drill counts, and it did not pass`);
  }

  return {
    fact(fact) {
      if (fact.type === 'drill.started') drills.set(fact.stream, { leftOut: new Set(), over: false });
      const drill = drills.get(fact.stream);
      if (drill) ofDrill(drill, fact);
      else if (fact.type === 'facts.recorded' && fact.data.purpose !== 'show') atGate(fact);
    },
  };
}
