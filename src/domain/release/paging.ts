import { MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Paging } from '#src/domain/incident/page-asks.ts';
import type { PageBook } from '#src/domain/incident/page-news.ts';
import { keyOf } from '#src/domain/incident/paging.ts';
import type { Concerned } from '#src/domain/incident/service.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { peopleOf } from '#src/domain/procedure/people.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { birthOf } from './birth.ts';

/** How long the provider is given before somebody looks whether it rings. */
const SETTLE_MS = MINUTE;

/** A release that stands still may ring the phone of whoever decides; what is said of pages is as for an incident. */
export function pagingOf({ stream, pages }: ReleaseRun): Paging {
  return { stream, pages, settleMs: SETTLE_MS };
}

/** Roles of a release are those of its product; it concerns no single service. */
export function concernedBy({ runbook }: ReleaseRun): Concerned {
  return { service: null, runbook };
}

/** Whoever decides about the way back. */
export function decidesRollback(run: ReleaseRun): readonly string[] {
  const row = run.runbook.product.raci[run.runbook.rollback?.activity ?? 'rollback'];
  return row && row.accountable.length > 0 ? row.accountable : onDuty(run);
}

/** Roles of the phases in progress. */
export function onDuty({ runbook, phases }: ReleaseRun): readonly string[] {
  const running = runbook.phases.filter(phase => phases[phase.id]?.status === 'running');
  return [...new Set(running.flatMap(phase => phase.roles.slice(0, 1)))];
}

type Asked = {
  readonly why: string;
  /** Also where one is open: that one is ended first, for merged into it the new one would ring nobody. */
  readonly anew?: boolean;
};

/**
 * One page for each routing key behind these roles; one that is open already is not rung twice, unless it is asked for
 * anew. A role without a pager has a direct message, and that is never called a page.
 */
export function requestPages(
  run: ReleaseRun,
  roles: readonly string[],
  { why, anew = false }: Asked,
): readonly NewFact[] {
  const byKey = new Map<string, string[]>();
  for (const role of roles) {
    const key = keyOf(concernedBy(run), role);
    if (key !== null && (anew || !openPages(run).some(page => page.key === key)))
      byKey.set(key, [...(byKey.get(key) ?? []), role]);
  }
  const known = Object.keys(run.pages).length;
  return [...byKey].flatMap(([key, of], index) => {
    const page = `p${known + index + 1}`;
    const summary = `${run.id} ${run.runbook.product.title} stands still: ${why}`;
    return [
      ...ended(
        openPages(run).filter(one => one.key === key),
        'ended, because it is paged again',
      ),
      fact('page.requested', { page, key, dedupKey: dedupKey(run, page), roles: of, why, summary }),
    ];
  });
}

/** For every event about one page of this installation, and for no other. */
function dedupKey(run: ReleaseRun, page: string): string {
  return `gonogo/${run.id}/${page}/${birthOf(run)}`;
}

function openPages({ pages }: ReleaseRun): readonly Page[] {
  return Object.values(pages).filter(page => page.endedAt === null);
}

/** Somebody decided: no phone rings for the pause any more. */
export function endPages(run: ReleaseRun, says: string): readonly NewFact[] {
  return ended(openPages(run), says);
}

function ended(pages: readonly Page[], says: string): readonly NewFact[] {
  return pages.map(page => fact('page.resolved', { page: page.id, by: null, via: 'gonogo', says }));
}

/** Those for the pause that lasts now: what rang for an earlier one is decided. */
export function pagesOfPause({ pause, pages }: ReleaseRun): readonly Page[] {
  return pause === null ? [] : Object.values(pages).slice(pause.pagesBefore);
}

/** The pages of a release, as what is told of pages changes them. */
export function releasePages(draft: Draft): PageBook {
  return {
    pages: () => draft.release.pages,
    add: next => draft.add(next, BOT),
    isOver: () => draft.release.status !== 'paused',
    again: (page, why) => requestPages(draft.release, page.roles, { why }),
    secondWay: (page, says) => {
      const { product } = draft.release.runbook;
      const mails = page.roles.flatMap(role => product.roles[role]?.mail ?? []);
      const users = [...new Set(peopleOf(draft.release, page.roles))];
      return fact('page.fallback', { page: page.id, says, users, mails: [...new Set(mails)] });
    },
    staysOpen: 'the release here still stands',
  };
}
