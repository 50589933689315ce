import type { Freeze } from '#src/domain/runbook/model/calendar.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';
import { hasEnded } from './production.ts';

type Told = { readonly since: number; freezes: readonly (string | null)[] };

/**
 * E7: one press sets one freeze, which ends once; and each open release knows those that stand: those set after it began when
 * nothing is left to do, all of them when it goes to production. The product's channel hears of each once, and once of its end.
 */
export function checkFreezes({ world, problem }: Scope): Check {
  const standing = new Map<string, number>();
  const releases = new Map<string, Told>();
  const ever = new Set<string>();
  const heard = new Map<string, string>();
  const said = new Set<string>();

  function knows(fact: Noted, run: Told): void {
    const missing = [...standing].filter(([id, at]) => at < world.time.now && !run.freezes.includes(id));
    for (const [id] of missing) problem(`E7 ${fact.stream} ${fact.seq}: went to production and knows nothing of ${id}`);
  }

  function hears(fact: Noted & { type: 'freeze.told' }): void {
    const { id, what } = fact.data;
    const before = heard.get(id);
    const where = `E7 ${fact.stream} ${fact.seq}: ${id} is told to be ${what}`;
    if (what === 'set' ? before !== undefined : before !== 'set') problem(`${where}, and it was ${before}`);
    if (what === 'ended' && standing.has(id)) problem(`${where}, and it stands`);
    heard.set(id, what);
  }

  return {
    system(fact) {
      if (fact.type === 'freeze.set') {
        if (ever.has(fact.data.id)) problem(`E7 ${fact.data.id} was set twice`);
        ever.add(fact.data.id);
        standing.set(fact.data.id, world.time.now);
        world.reach('event:freeze.set');
      }
      if (fact.type === 'freeze.ended') {
        if (!standing.delete(fact.data.id)) problem(`E7 ${fact.data.id} has ended, and it did not stand`);
        world.reach('event:freeze.ended');
      }
    },
    fact(fact) {
      if (fact.type === 'release.started')
        releases.set(fact.stream, { since: world.time.now, freezes: ids((fact.data.freezes ?? []) as Freeze[]) });
      if (fact.type === 'freeze.told') hears(fact);
      const run = releases.get(fact.stream);
      if (run === undefined) return;
      if (fact.type === 'calendar.changed') run.freezes = ids(fact.data.freezes as Freeze[]);
      if (fact.type === 'production.taken') knows(fact, run);
      if (hasEnded(fact)) releases.delete(fact.stream);
    },
    posted({ text }) {
      if (!text.startsWith('❄')) return;
      if (said.has(text)) problem(`E7 "${text}" was said twice`);
      said.add(text);
    },
    rests() {
      for (const id of standing.keys()) if (!heard.has(id)) problem(`E7 the product was never told of ${id}`);
      for (const [id, what] of heard)
        if (what === 'set' && !standing.has(id)) problem(`E7 the product was never told that ${id} has ended`);
      for (const [stream, { since, freezes }] of releases) {
        for (const [id, at] of standing)
          if (at > since && !freezes.includes(id)) problem(`E7 ${stream} was never told of ${id}`);
        for (const id of freezes)
          if (id !== null && !standing.has(id)) problem(`E7 ${stream} was never told that ${id} has ended`);
      }
    },
  };
}

function ids(freezes: readonly Freeze[]): readonly (string | null)[] {
  return freezes.map(one => one.id);
}
