import type { ActionsBlock, Button } from '@slack/types';
import { waitForSomebody } from '#src/domain/incident/acknowledge-page.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { inHandStep } from '#src/domain/release/advance.ts';
import { closuresAhead } from '#src/domain/release/calendar/ahead.ts';
import { unstopped } from '#src/domain/release/call-ended.ts';
import { isLocking } from '#src/domain/release/lock.ts';
import { pagesOfPause } from '#src/domain/release/paging.ts';
import { actions, button, confirmation, menu } from '../../blocks.ts';
import { runValue } from '../../values.ts';
import { openButton } from './window-lines.ts';

/** What can be done to the run as a whole now. Who may is decided when somebody presses; a refusal is told in private. */
export function cardButtons(run: ReleaseRun): readonly ActionsBlock[] {
  return actions(
    haveItButton(run),
    startAnyway(run),
    openButton(run),
    resumeButton(run),
    pauseButton(run),
    rollbackButton(run),
    endedButton(run),
    unlockButton(run),
    declareButton(run),
    more(run),
  );
}

/** Roll back asks once, with what it will do: the form behind this button is that question. */
export function rollbackButton(run: ReleaseRun): Button | null {
  if (isFinal(run) || run.rollback || run.runbook.rollback === null) return null;
  return button({ text: 'Roll back…', action: 'release.rollback', value: runValue(run), style: 'danger' });
}

/** Only after the rollback has come to its end: until then nobody can say what the next release finds. */
function unlockButton(run: ReleaseRun): Button | null {
  if (!isFinal(run) || !isLocking(run)) return null;
  return button({ text: 'Unlock…', action: 'release.unlock', value: runValue(run) });
}

/** What was told to stop may be deaf to it, and keeps production until somebody has looked. */
function endedButton(run: ReleaseRun): Button | null {
  if (unstopped(run).length === 0) return null;
  return button({ text: 'It has ended…', action: 'release.call-ended', value: runValue(run) });
}

/** Where it stands still by itself, was rolled back and not unlocked since, or a limit asks for one, and there is a runbook to declare by. */
export function declareButton(run: ReleaseRun): Button | null {
  if (run.runbook.product.incidents !== true || (isFinal(run) && !isLocking(run))) return null;
  const paused = run.pause !== null && run.pause.cause !== 'person' && run.pause.cause !== 'window';
  const asked = Object.values(run.watches).some(watch => !watch.ended && watch.warning?.action === 'incident');
  return paused || asked || isLocking(run)
    ? button({ text: 'Declare incident…', action: 'incident.from-release', value: runValue(run) })
    : null;
}

export function abortButton(run: ReleaseRun): Button | null {
  if (isFinal(run)) return null;
  return button({ text: 'Abort…', action: 'release.abort', value: runValue(run) });
}

/** Whoever presses it looks after it, and the provider stops calling others; what is decided is another button. */
function haveItButton(run: ReleaseRun): Button | null {
  if (!waitForSomebody(pagesOfPause(run))) return null;
  return button({ text: 'I have it', action: 'release.acknowledge', value: runValue(run), style: 'primary' });
}

/** Not where a failed step has to be answered first: Retry, Skip and Roll back stand on it. */
function resumeButton(run: ReleaseRun): Button | null {
  const { pause } = run;
  if (pause === null) return null;
  const open = pause.step !== null && ['failed', 'interrupted'].includes(stateOf(run, pause.step).status);
  if (pause.cause === 'step' && open) return null;
  if (pause.cause === 'window' && closuresAhead(run).length > 0) return null;
  const text = pause.cause === 'metric' ? 'Resume…' : 'Resume';
  return button({ text, action: 'release.resume', value: runValue(run) });
}

function pauseButton(run: ReleaseRun): Button | null {
  if (run.status !== 'running' && run.status !== 'rolling-back') return null;
  return button({ text: 'Pause', action: 'release.pause', value: runValue(run) });
}

function startAnyway(run: ReleaseRun): Button | null {
  const inHand = waitsForInHand(run);
  if (inHand === null) return null;
  return button({
    text: 'Start anyway',
    action: 'release.start-anyway',
    value: runValue(run),
    style: 'danger',
    confirm: confirmation({
      title: 'Start the rollback now?',
      text: `“${inHand}” has not ended yet. The rollback would run beside it.`,
      yes: 'Start anyway',
      danger: true,
    }),
  });
}

/** The title of the command a rollback waits for; null: it waits for none. */
export function waitsForInHand(run: ReleaseRun): string | null {
  if (run.rollback === null || run.rollback.finishedAt !== null || isFinal(run)) return null;
  if (run.overrides.some(one => one.what === 'start-anyway')) return null;
  const step = inHandStep(run);
  return step && titleOf(run, step);
}

/** Values of menu entries are short (75 characters), so they are plain words. */
function more(run: ReleaseRun) {
  const entries = [
    { text: 'Status', value: `status ${run.id}` },
    { text: 'Plan', value: `plan ${run.id}` },
    { text: 'Note…', value: `note ${run.id}` },
  ];
  const open = [
    { text: 'Hand over…', value: `handover ${run.id}` },
    { text: 'Abort…', value: `abort ${run.id}` },
  ];
  return menu('release.more', isFinal(run) ? entries : [...entries, ...open]);
}
