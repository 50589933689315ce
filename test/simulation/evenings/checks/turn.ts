import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';
import { hasEnded, type Production, productionOf, touches } from './production.ts';

type Release = Production & {
  readonly incident: string | null;
  touched: boolean;
  /** Phases that touch production and are still to come or on their way. */
  readonly left: Set<string>;
  overtakenBy: string | null;
};
type Lock = { readonly by: string; readonly at: number };

/** What has touched nothing gives its turn back with these, and asks anew. */
const STANDS: ReadonlySet<Noted['type']> = new Set(['gate.voided', 'window.closed', 'release.paused']);

/**
 * E2: one release at a time is in production, from the turn it took until its end, or until it stands still before it has
 * touched anything; whoever acts there has its turn. One that is only watched is passed by a repair of an incident, does
 * nothing to production after that and takes nothing back by itself; and nothing is taken back under one that came after
 * it. E3: after a rollback of production nothing begins and nothing goes there before somebody unlocked it, but what is
 * started from an incident.
 */
export function checkTurn({ world, problem }: Scope): Check {
  const releases = new Map<string, Release>();
  const inside = new Set<string>();
  /** Those that touched production and were not taken back, the oldest first. */
  let changed: readonly string[] = [];
  let locks: readonly Lock[] = [];

  const lockBefore = (stream: string) => locks.find(one => one.by !== stream && one.at < world.time.now);

  function goesIn(stream: string, seq: number): void {
    const [other] = [...inside].filter(one => one !== stream);
    if (other !== undefined) problem(`E2 ${stream} ${seq}: went to production beside ${other}`);
    inside.add(stream);
  }

  function overtaken(run: Release, { stream, seq, data }: Noted & { type: 'production.overtaken' }): void {
    world.reach('turn:overtaken');
    const where = `E2 ${stream} ${seq}: it was overtaken by ${data.by}`;
    if ((releases.get(`release:${data.by}`)?.incident ?? null) === null) problem(`${where}, which repairs nothing`);
    if (!run.touched || run.left.size > 0) problem(`${where} and was more than watched`);
    run.overtakenBy = data.by;
    inside.delete(stream);
  }

  function turnsRound(run: Release, { stream, seq, actor }: Noted & { type: 'release.rollback-started' }): void {
    const where = `E2 ${stream} ${seq}: it is taken back`;
    if (run.overtakenBy !== null && actor.kind !== 'person') problem(`${where} by itself after ${run.overtakenBy}`);
    const later = changed.slice(changed.indexOf(stream) + 1);
    if (later.length > 0) problem(`${where} under ${later.join(', ')}`);
    goesIn(stream, seq);
    locks = [...locks, { by: stream, at: world.time.now }];
    world.reach('lock:set');
  }

  return {
    fact(fact) {
      const { stream, seq } = fact;
      if (fact.type === 'release.started') {
        const incident = fact.data.incident ?? null;
        const production = productionOf(fact);
        const left = new Set(production.phases);
        releases.set(stream, { ...production, incident, touched: false, left, overtakenBy: null });
        if (incident === null && lockBefore(stream))
          problem(`E3 ${stream} began although ${lockBefore(stream)?.by} locks`);
      }
      const run = releases.get(stream);
      if (run === undefined) return;
      if (touches(run, fact) && !inside.has(stream)) problem(`E2 ${stream} ${seq}: in production without its turn`);
      if (!run.touched && STANDS.has(fact.type)) inside.delete(stream);
      if (touches(run, fact) && fact.type !== 'phase.started' && !run.touched) {
        run.touched = true;
        changed = [...changed, stream];
      }
      if (fact.type === 'production.taken') {
        const lock = run.incident === null ? lockBefore(stream) : undefined;
        if (lock) problem(`E3 ${stream} ${seq}: went to production although ${lock.by} locks it`);
        goesIn(stream, seq);
      }
      if (fact.type === 'phase.started' && run.phases.has(fact.data.phase)) run.left.add(fact.data.phase);
      if (fact.type === 'phase.finished' || fact.type === 'phase.skipped') run.left.delete(fact.data.phase);
      if (fact.type === 'production.overtaken') overtaken(run, fact);
      if (fact.type === 'release.rollback-started' && run.touched) turnsRound(run, fact);
      if (fact.type === 'release.rolled-back') changed = changed.filter(one => one !== stream);
      if (fact.type === 'release.unlocked') locks = locks.filter(one => one.by !== stream);
      if (hasEnded(fact)) inside.delete(stream);
    },
  };
}
