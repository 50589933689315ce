import { iso } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';

/**
 * Whoever is woken shall see beside the alert what changed: that a release enters production, is there, or is taken back.
 * To every service of the product, because no release says which of them it changes. Nobody is notified by it.
 */
export function changeEvents(run: ReleaseRun, fact: Fact): readonly EffectAsk[] {
  const { product } = run.runbook;
  if (product.changeEvents !== true || run.production?.taken !== true) return [];
  const change = changeOf(run, fact);
  if (change === null) return [];
  const keys = new Set(Object.values(product.services).flatMap(({ pager }) => (pager === null ? [] : [pager])));
  return [...keys].map(key => ({
    kind: 'pager.change',
    lane: `pager-change:${run.stream}:${key}`,
    priority: 3,
    body: {
      key,
      summary: `${run.title} ${change.says} (${run.id})`,
      at: fact.at,
      details: detailsOf(run, change.reason),
    },
  }));
}

type Change = { readonly says: string; readonly reason?: string };

function changeOf(run: ReleaseRun, fact: Fact): Change | null {
  switch (fact.type) {
    case 'production.taken':
      return { says: 'enters production' };
    case 'release.completed':
      return { says: 'is in production' };
    case 'release.rollback-started':
      return { says: 'is being taken back', reason: fact.data.reason };
    case 'release.rolled-back':
      return { says: 'was taken back' };
    case 'release.aborted':
      return {
        says: run.rollback ? 'stopped on the way back' : 'was aborted, and what it did to production stays',
        reason: fact.data.reason,
      };
    default:
      return null;
  }
}

function detailsOf(run: ReleaseRun, reason?: string): { readonly [name: string]: string } {
  const { product, type, strategy } = run.runbook;
  const known = {
    release: run.id,
    product: product.name,
    type: type.name,
    strategy,
    version: run.version,
    previousVersion: run.previousVersion,
    tag: run.tag,
    commit: run.commit,
    startedAt: iso(run.startedAt),
    reason,
  };
  const given = Object.entries(known).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(given);
}
