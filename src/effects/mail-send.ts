import { GonogoError } from '#src/errors.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { MailHook } from '#src/ports/pager.ts';
import { incidentOf } from './action.ts';

/** A mail to people behind a page that did not get through. Once more is better than not at all. */
export function mailSend(hook: MailHook | null): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 60,
    backoffMaxMs: 60_000,
    async run(task) {
      const run = incidentOf(task);
      const { to, says, page } = task.row.body;
      // After an hour without a connection it may be over, or somebody may have it.
      if (run.status === 'resolved' || run.pages[String(page)]?.state === 'acknowledged') return { end: 'done' };
      if (hook === null)
        throw new GonogoError('mail.failed', 'no mail hook is configured (GONOGO_MAIL_HOOK), so no mail was sent');
      await hook.send({
        id: task.row.id,
        to: to as readonly string[],
        subject: `${run.severity} ${run.id}: ${run.title}`,
        text: `You are needed for ${run.id}. The page for it was ${String(says)}.\n\n${run.severity}: ${run.title}\n${run.impact ?? ''}`,
      });
      return { end: 'done' };
    },
  };
}
