import type { Button } from '@slack/types';
import type { Closure } from '#src/domain/policy/calendar/closures.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { closuresAhead, closuresToOpen, isLate } from '#src/domain/release/calendar/ahead.ts';
import { acceptances, stillAsked } from '#src/domain/release/calendar/bound.ts';
import { sayClosures } from '#src/domain/release/calendar/look.ts';
import { button } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert, mention } from '../../escape.ts';
import { runValue } from '../../values.ts';
import { roleTitle, sayRole } from '../../who.ts';

/** What the calendar says to this run: why it waits, until when, and who may open it; or until when its window is open. */
export function windowLines(run: ReleaseRun): readonly string[] {
  const { window } = run;
  if (isFinal(run) || run.rollback) return [];
  const closures = closuresAhead(run);
  const status = window && run.phases[window.phase]?.status;
  if (closures.length > 0) {
    const waits = status === 'pending' && run.status === 'running' && window?.until != null;
    const then = waits ? ` It opens ${when(window.until)}, and then ${inert(run.id)} goes on by itself.` : '';
    const closed = window?.closures.length || isLate(run) ? '*Closed*' : '*Closed at T*';
    return [`⛔ ${closed}: ${inert(sayClosures(closures))}.${then}`, ...closures.map(one => openLine(run, one))];
  }
  const open = window?.closures.length === 0 && status === 'running' && window.until !== null;
  if (!open) return [];
  return [`Window open until ${when(window.until ?? 0)}`, ...closuresToOpen(run).map(one => openLine(run, one))];
}

/** Offered as long as somebody could open something; whoever may not is told who may. */
export function openButton(run: ReleaseRun): Button | null {
  if (!closuresToOpen(run).some(closure => stillAsked(run, closure) !== null)) return null;
  return button({ text: 'Open the window…', action: 'release.open-calendar', value: runValue(run) });
}

/** `Opened by Product owner <@U1> and On-call <@U2>, with a reason; Ana said yes.` */
export function openLine(run: ReleaseRun, closure: Closure): string {
  const asked = stillAsked(run, closure);
  if (asked === null) return `“${inert(closure.says)}”: ${nobody(closure)}`;
  const roles = Object.entries(asked).map(
    ([role, count]) => `${sayRole(run, role)}${count > 1 ? ` (${count} people)` : ''}`,
  );
  const given = acceptances(run, closure).map(
    one =>
      `${mention(one.by)} (${one.roles.map(role => inert(roleTitle(run, role))).join(', ')}) opened it: ${inert(one.reason)}`,
  );
  return [
    `“${inert(closure.says)}” can be opened for this release by ${roles.join(' and ')}, with a reason`,
    ...given,
  ].join('. ');
}

function nobody({ opens }: Closure): string {
  return opens?.kind === 'incident'
    ? 'only a release from an open incident that holds releases gets in'
    : 'nobody can open it for one release';
}
