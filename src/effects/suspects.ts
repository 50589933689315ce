import { DAY } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Suspect } from '#src/domain/incident/state.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import { incidentOf } from './action.ts';

/** How far back a release is a suspect, and how many are named: the newest first. Our own choice. */
const SUSPECT_WITHIN_MS = 3 * DAY;
const SUSPECTS_MAX = 3;

/** Releases of the product that touched production shortly before the incident began, or are doing so. */
export function suspects(): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 10,
    async run(task) {
      const run = incidentOf(task);
      const since = run.occurredAt - SUSPECT_WITHIN_MS;
      const recent = await task.runs({ kind: 'release', product: run.runbook.product.name, has: 'touched' });
      const releases = recent
        .flatMap((one): readonly Suspect[] => {
          const touched = one.facts['touched'];
          if (typeof touched !== 'number' || touched < since) return [];
          return [{ run: one.id, title: one.title, version: one.version, at: touched, status: one.status }];
        })
        .toSorted((a, b) => b.at - a.at)
        .slice(0, SUSPECTS_MAX);
      return { end: 'done', command: { actor: BOT, type: 'suspects-found', releases } };
    },
  };
}
