import { sayInstant } from '#src/base/time.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { openers } from '#src/domain/release/calendar/bound.ts';
import { sayClosures } from '#src/domain/release/calendar/look.ts';
import { when } from './dates.ts';
import { inert, mention } from './escape.ts';
import type { Told, ToldFact } from './told.ts';
import { sayRoles } from './who.ts';

type WindowFact = Told<'window.closed' | 'window.opened' | 'window.ending' | 'calendar.changed'>;

export function isWindowFact(fact: ToldFact): fact is WindowFact {
  return fact.type.startsWith('window.') || fact.type === 'calendar.changed';
}

/** What the calendar does to a run; null: the card shows it already. */
export function windowLine(run: ReleaseRun, fact: WindowFact): string | null {
  switch (fact.type) {
    case 'window.closed':
      return fact.data.again ? null : closed(run, fact);
    case 'window.opened':
      return `✔ The window is open${fact.data.until === null ? '' : ` until ${when(fact.data.until)}`}.`;
    case 'window.ending':
      return `⏳ ${inert(fact.data.says)}`;
    case 'calendar.changed':
      return `📅 ${inert(fact.data.says)}${fact.data.by == null ? '' : ` (${mention(fact.data.by)})`}`;
  }
}

function closed(run: ReleaseRun, { data }: Told<'window.closed'>): string {
  const phase = run.runbook.phases.find(one => one.id === data.phase)?.title ?? data.phase;
  const roles = [...new Set(data.closures.flatMap(one => Object.keys(openers(run, one) ?? {})))];
  const opens =
    data.until === null
      ? ' It does not open by itself.'
      : ` It opens ${when(data.until)} (${inert(sayInstant(data.until, run.runbook.product.timezone))}), and then it goes on by itself.`;
  const who =
    roles.length === 0
      ? ''
      : ` It may be opened before for this release by ${sayRoles(run, roles, 'and')}, on the card.`;
  return `⛔ “${inert(phase)}” is outside the calendar now: ${inert(sayClosures(data.closures))}.${opens}${who}`;
}
