import { sayDuration } from '#src/base/time.ts';
import { findAction } from '#src/domain/incident/action-sections.ts';
import { gradeOf, holdsReleases } from '#src/domain/incident/grade.ts';
import type { Concerned } from '#src/domain/incident/service.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { secondWay } from './cards/incident/pages.ts';
import { when } from './dates.ts';
import { inert, mention } from './escape.ts';
import { roleWords } from './incident-roles.ts';
import { saysOf, someone } from './incident-words.ts';
import { cut } from './limits.ts';
import type { Told, ToldFact } from './told.ts';

const TEXT_MAX = 1_500;

/** Facts that only incidents have, and those they tell in their own words. */
export function isIncidentFact(fact: ToldFact): boolean {
  return /^(?:incident|page|action|decision|task|handover|reminder|postmortem|message|suspects|run|override)\./.test(
    fact.type,
  );
}

/** One fact of an incident as the thread tells it; null: nothing people need. */
export function incidentLine(run: IncidentRun, fact: ToldFact): string | null {
  switch (fact.type) {
    case 'incident.severity-set':
      return `⚑ *${inert(fact.data.severity)}* instead of ${inert(fact.data.from)}${by(fact)}${because(fact.data.reason)}${brings(run)}`;
    case 'incident.suggested':
      return `⚠ ${saysOf(run, fact.data.says)}. *${inert(fact.data.severity)} is suggested*; a person sets it, the card has the button.`;
    case 'incident.commander-set':
      return `⚑ ${mention(fact.data.user)} ${fact.data.how === 'handover' ? 'accepted and has' : 'took'} command.`;
    case 'incident.escalated':
      return escalated(run, fact);
    case 'incident.mitigated':
      return `◐ *Mitigated*${by(fact)}, since ${when(fact.data.at)}. It stays open and is watched.`;
    case 'incident.reactivated':
      return `⚑ *Active again*${by(fact)}: ${text(fact.data.reason)}`;
    case 'incident.resolved':
      return `✅ *Resolved*${by(fact)}: ${text(fact.data.summary)}${frees(run)}`;
    case 'incident.reopened':
      return `⚑ *Reopened*${by(fact)}: ${text(fact.data.reason)}`;
    case 'handover.declined':
      return `${person(fact)} declined command${because(fact.data.reason)} ${run.commander === null ? 'Nobody has command.' : `It stays with ${mention(run.commander)}.`}`;
    case 'page.acknowledged':
    case 'page.failed':
    case 'page.fallback':
    case 'page.resolved':
    case 'page.rings-again':
      return pageLine(run, fact);
    case 'reminder.snoozed':
      return `⏸ Reminder put off until ${when(fact.data.until)}${by(fact)}: ${text(fact.data.reason)}`;
    case 'action.taken':
    case 'action.done':
    case 'action.undoing':
    case 'action.undone':
    case 'action.accepted-as-lasting':
      return actionLine(run, fact);
    case 'decision.added':
      return `⚖ *Decision*${by(fact)}: ${text(fact.data.text)}`;
    case 'task.added':
      return `☐ Task ${inert(fact.data.id)}${fact.data.followUp ? ' (follow-up)' : ''}: ${text(fact.data.text)} – ${fact.data.owner === null ? 'nobody yet' : mention(fact.data.owner)}${fact.data.dueAt === null ? '' : `, due ${when(fact.data.dueAt)}`}`;
    case 'run.linked':
      return `🔗 ${inert(fact.data.run)} was started from here: ${text(fact.data.why)}`;
    case 'override.given':
      return `⚠ ${fact.data.what === 'resolve:stable' ? 'Ended without stable figures, accepted' : `“${inert(fact.data.what)}” accepted`}${by(fact)} (${inert(fact.data.rule)}): ${text(fact.data.reason)}`;
    case 'postmortem.reminded':
      return `📄 ${run.postmortem.owner === null ? '*Nobody owns the postmortem*, and it' : `${mention(run.postmortem.owner)}: the postmortem`} ${inert(fact.data.says)} ${when(fact.data.dueAt)}.`;
    default:
      return null;
  }
}

type PageFact = Told<'page.acknowledged' | 'page.failed' | 'page.fallback' | 'page.resolved' | 'page.rings-again'>;

export function isPageFact(fact: ToldFact): fact is PageFact {
  return fact.type.startsWith('page.');
}

/** What became of a page, of an incident or of a release that stands still. */
export function pageLine(run: Concerned & Pick<IncidentRun, 'pages'>, fact: PageFact): string {
  const to = roleWords(run, run.pages[fact.data.page]?.roles ?? []);
  switch (fact.type) {
    case 'page.rings-again':
      return `📟 *The page to ${to} rings again*: ${inert(fact.data.says)}.`;
    case 'page.acknowledged':
      return `📟 Acknowledged by ${someone(fact.data.by)}${VIA[fact.data.via]}${after(run, fact)} (page to ${to}).`;
    case 'page.failed':
      return `📟 *The page to ${to} FAILED*: ${text(fact.data.says)}`;
    case 'page.fallback':
      return `📟 The page to ${to}: ${text(fact.data.says)}. A second way beside it: ${secondWay(fact.data)}.`;
    case 'page.resolved':
      return `📟 The page to ${to}: ${text(fact.data.says)}.`;
  }
}

const VIA = { webhook: ' at PagerDuty', 'read-back': ' at PagerDuty', slack: ' in Slack', gonogo: '' } as const;

function after(run: Pick<IncidentRun, 'pages'>, { data }: Told<'page.acknowledged'>): string {
  const asked = run.pages[data.page]?.requestedAt;
  return asked === undefined || data.at <= asked ? '' : ` after ${sayDuration(data.at - asked)}`;
}

/** Whom it calls; what becomes of each page is told by itself. Rule -1: a person or a step of the runbook asked. */
function escalated(run: IncidentRun, { data, actor }: Told<'incident.escalated'>): string {
  const called = roleWords(run, data.roles);
  const why = saysOf(run, cut(data.says, TEXT_MAX));
  const asked = data.says.startsWith('asked for by ') ? '.' : `: ${why}`;
  if (data.rule >= 0) return `📟 *Escalated*, ${why}: ${called} ${data.roles.length === 1 ? 'is' : 'are'} called.`;
  return actor.kind === 'person' ? `📟 ${mention(actor.user)} calls ${called}${asked}` : `📟 Called: ${called}${asked}`;
}

function actionLine(
  run: IncidentRun,
  fact: Told<'action.taken' | 'action.done' | 'action.undoing' | 'action.undone' | 'action.accepted-as-lasting'>,
): string {
  const taken = run.actions.find(one => one.id === fact.data.id);
  const title = inert(taken === undefined ? fact.data.id : (findAction(run, taken.action)?.title ?? taken.action));
  const on = taken?.suspect == null ? '' : ` (${inert(taken.suspect)})`;
  switch (fact.type) {
    case 'action.taken':
      return `▶ *${title}*${on}${by(fact)}${because(fact.data.reason)}`;
    case 'action.done':
      return fact.data.says.startsWith('not done')
        ? `✖ *${title}*${on} was ${text(fact.data.says)}`
        : `✔ ${title}${on}: ${text(fact.data.says.replace(`${taken === undefined ? '' : (findAction(run, taken.action)?.title ?? '')}: `, ''))}`;
    case 'action.undoing':
      return `↩ *${title}* is being undone${by(fact)}${because(fact.data.reason)}`;
    case 'action.undone':
      return `✔ ${title} is undone.`;
    case 'action.accepted-as-lasting':
      return `■ *${title}* is accepted as lasting${by(fact)}: ${text(fact.data.reason)}`;
  }
}

/** What the new grade changes for everybody. */
function brings(run: IncidentRun): string {
  const { dueAt } = run.cadence;
  const rhythm = dueAt === null ? '' : ` Next update due ${when(dueAt)}.`;
  return `${rhythm}${holdsReleases(run) ? ` Releases of ${inert(run.runbook.product.title)} are held.` : ''}`;
}

function frees(run: IncidentRun): string {
  return gradeOf(run)?.holdsReleases === true && !run.drill
    ? ` – Releases of ${inert(run.runbook.product.title)} are no longer held by it.`
    : '';
}

/** Above the file itself, so that it takes one message and not two. */
export function draftComment(run: IncidentRun): string {
  return `📄 Postmortem draft of ${inert(run.id)}${owned(run)}`;
}

function owned({ postmortem: { owner, dueAt } }: IncidentRun): string {
  return `${owner === null ? '' : ` – for ${mention(owner)}`}${dueAt === null ? '' : `, due ${when(dueAt)}`}`;
}

function text(said: string): string {
  return inert(cut(said, TEXT_MAX));
}

function because(reason: string | null): string {
  return reason === null || reason.trim() === '' ? '.' : `: ${text(reason)}`;
}

function by(fact: ToldFact): string {
  return fact.actor.kind === 'person' ? ` by ${mention(fact.actor.user)}` : '';
}

function person(fact: ToldFact): string {
  return fact.actor.kind === 'person' ? mention(fact.actor.user) : 'gonogo';
}
