import type { Check, Scope } from '../../incidents/checks/check.ts';
import { hasEnded, type Production, productionOf, touches } from './production.ts';

type Release = Production & { readonly incident: string | null; touched: boolean };
type Lock = { readonly by: string; readonly at: number };

/**
 * E2: one release at a time is in production, from the turn it took until its end. E3: after a rollback of production
 * nothing begins and nothing goes there before somebody unlocked it, but what is started from an incident.
 * No plant yet shows that E3 can fail: no defect of its kind was made to break it.
 */
export function checkTurn({ world, problem }: Scope): Check {
  const releases = new Map<string, Release>();
  const inside = new Set<string>();
  let locks: readonly Lock[] = [];

  const lockBefore = (stream: string) => locks.find(one => one.by !== stream && one.at < world.time.now);

  return {
    fact(fact) {
      const { stream, seq } = fact;
      if (fact.type === 'release.started') {
        const incident = fact.data.incident ?? null;
        releases.set(stream, { ...productionOf(fact), incident, touched: false });
        if (incident === null && lockBefore(stream))
          problem(`E3 ${stream} began although ${lockBefore(stream)?.by} locks`);
      }
      const run = releases.get(stream);
      if (run === undefined) return;
      if (touches(run, fact) && fact.type !== 'phase.started') run.touched = true;
      if (fact.type === 'production.taken') {
        const [other] = [...inside].filter(one => one !== stream);
        if (other !== undefined) problem(`E2 ${stream} ${seq}: went to production beside ${other}`);
        const lock = run.incident === null ? lockBefore(stream) : undefined;
        if (lock) problem(`E3 ${stream} ${seq}: went to production although ${lock.by} locks it`);
        inside.add(stream);
      }
      if (fact.type === 'phase.started' && run.phases.has(fact.data.phase) && !inside.has(stream))
        problem(`E2 ${stream} ${seq}: entered production without its turn`);
      if (fact.type === 'release.rollback-started' && run.touched) {
        locks = [...locks, { by: stream, at: world.time.now }];
        world.reach('lock:set');
      }
      if (fact.type === 'release.unlocked') locks = locks.filter(one => one.by !== stream);
      if (hasEnded(fact)) inside.delete(stream);
    },
  };
}
