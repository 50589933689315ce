import { BOT } from '#src/domain/actor.ts';
import { episodeOf } from '#src/domain/alerts/paging.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { Paging } from '#src/domain/incident/page-asks.ts';
import { serviceOf } from '#src/domain/incident/service.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { pagingOf as releasePaging } from '#src/domain/release/paging.ts';
import { asAlerts } from '#src/domain/state.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { PageOrder, PageRef, Pager } from '#src/ports/pager.ts';
import { incidentOf } from './action.ts';

/** While somebody waits to be woken nothing is given up: more than a day at one attempt a minute. */
const ATTEMPTS_MAX = 2_000;
const BACKOFF_MAX_MS = 30_000;

const PATIENT = { settleMs: 0, attemptsMax: ATTEMPTS_MAX, backoffMaxMs: BACKOFF_MAX_MS } as const;

/** Asks the provider to page. Merged by its key while that is open, so it may be repeated; not once it is over. */
export function pagerTrigger(pager: Pager): EffectKind {
  return {
    repeat: 'safe',
    ...PATIENT,
    async run(task) {
      const page = pageOf(task);
      if (page === null || page.state !== 'requested') return { end: 'done' };
      const { says } = await pager.trigger(orderOf(task, page));
      const command: WorldCommand = { actor: BOT, type: 'page-accepted', page: page.id, says };
      return { end: 'done', command };
    },
  };
}

function orderOf(task: Task, page: Page): PageOrder {
  const { summary, severity } = task.row.body;
  const alerts = asAlerts(task.state);
  return {
    key: page.key,
    dedupKey: page.dedupKey,
    summary: String(summary),
    severity: severity as PageOrder['severity'],
    at: page.requestedAt,
    links: [],
    ...(alerts !== null
      ? ofAlert(alerts, page)
      : task.state.kind === 'release'
        ? ofRelease(task.state, page)
        : ofIncident(task, page)),
  };
}

type Concerned = Pick<PageOrder, 'source' | 'component' | 'details'>;

function ofIncident(task: Task, page: Page): Concerned {
  const run = incidentOf(task);
  return {
    source: `gonogo ${run.runbook.product.name}`,
    component: run.service,
    details: {
      incident: run.id,
      severity: run.severity,
      why: page.why,
      ...(run.impact === null ? {} : { impact: run.impact }),
      ...(serviceOf(run)?.owner ? { owner: serviceOf(run)?.owner ?? '' } : {}),
    },
  };
}

function ofRelease(run: ReleaseRun, page: Page): Concerned {
  return {
    source: `gonogo ${run.runbook.product.name}`,
    component: null,
    details: { release: run.id, title: run.title, why: page.why },
  };
}

function ofAlert(alerts: Alerts, page: Page): Concerned {
  const episode = episodeOf(alerts, page);
  return {
    source: `gonogo ${alerts.definition.product.name}`,
    component: null,
    details: {
      alert: episode?.title ?? '',
      priority: episode?.priority ?? '',
      environment: episode?.environment ?? '',
      why: episode?.says ?? page.why,
    },
  };
}

/** Somebody has it, said in Slack: the provider stops its own escalation. */
export function pagerAcknowledge(pager: Pager): EffectKind {
  return {
    repeat: 'safe',
    ...PATIENT,
    async run(task) {
      const page = pageOf(task);
      if (page?.state !== 'acknowledged') return { end: 'done' };
      await pager.acknowledge({ key: page.key, dedupKey: page.dedupKey });
      return { end: 'done' };
    },
  };
}

/** It is over, here: the phone must not ring for it again. */
export function pagerResolve(pager: Pager): EffectKind {
  return {
    repeat: 'safe',
    ...PATIENT,
    async run(task) {
      const ref = refOf(task);
      if (ref !== null) await pager.resolve(ref);
      return { end: 'done' };
    },
  };
}

/**
 * Looks what really stands behind a page. While it is accepted a look that fails is told too: it proves nothing. Once it
 * was acknowledged or ended here, the look is whether the provider did what it said yes to, and asks again where not.
 */
export function pagerReadBack(pager: Pager): EffectKind {
  return {
    repeat: 'safe',
    ...PATIENT,
    async run(task) {
      const page = pageOf(task);
      if (page?.state === 'accepted') return { end: 'done', command: await look(pager, page) };
      const ref = refOf(task);
      const over = page === null || page.state === 'resolved';
      if (ref === null || (!over && page.state !== 'acknowledged')) return { end: 'done' };
      const { state } = await pager.readBack({ dedupKey: ref.dedupKey });
      const rings = state === 'triggered' || (state === 'acknowledged' && over);
      if (!rings || task.row.attempt >= ATTEMPTS_MAX) return { end: 'done' };
      await (over ? pager.resolve(ref) : pager.acknowledge(ref));
      return { end: 'later', dueAt: task.now() + pagingOf(task).settleMs };
    },
  };
}

async function look(pager: Pager, page: Page): Promise<WorldCommand> {
  const unread = (says: string): WorldCommand => ({ actor: BOT, type: 'page-unread', page: page.id, says });
  try {
    const standing = await pager.readBack({ dedupKey: page.dedupKey });
    if (standing.state === 'cannot-ask')
      return unread('accepted; whether it rings cannot be looked up without PAGERDUTY_TOKEN');
    const none = { by: null, at: null, url: null, assigned: [] };
    return { actor: BOT, type: 'page-standing', page: page.id, via: 'read-back', ...none, ...standing };
  } catch (cause) {
    if (!(cause instanceof GonogoError)) throw cause;
    return unread(`accepted; whether it rings could not be looked up (${cause.message})`);
  }
}

/** What the provider knows a page by, also when the alert it was for is closed and nothing here knows it any more. */
function refOf(task: Task): PageRef | null {
  const { key, dedupKey } = pageOf(task) ?? task.row.body;
  return typeof key === 'string' && typeof dedupKey === 'string' ? { key, dedupKey } : null;
}

function pageOf(task: Task): Page | null {
  return pagingOf(task).pages[String(task.row.body['page'])] ?? null;
}

/** Whose pages they are: of a product's alerts, of a release that stands still, or of an incident. */
function pagingOf(task: Task): Paging {
  if (task.state.kind === 'release') return releasePaging(task.state);
  return asAlerts(task.state) ?? incidentOf(task);
}
