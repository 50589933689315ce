import { sha256 } from '#src/base/id.ts';
import { BOT } from '#src/domain/actor.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import type { Mail, MailOrder } from '#src/ports/mail.ts';
import { incidentOf, releaseOf } from './action.ts';
import { filesOfNotes } from './notes-write.ts';

/** A mail: to people behind a page that did not get through, or a notice of the runbook. Once more is better than not at all. */
export function mailSend(mail: Mail | null): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 60,
    backoffMaxMs: 60_000,
    async run(task) {
      const notice = task.row.body['about'] === 'notice';
      if (mail === null && notice && task.row.body['needed'] !== true) return { end: 'done' };
      const order = notice ? await noticeOf(task) : callOf(task);
      // After an hour without a connection it may be over, or somebody may have it.
      if (order === null) return { end: 'done' };
      if (mail === null)
        throw new GonogoError(
          'mail.failed',
          `no way to send mail is configured (GONOGO_SMTP_URL or GONOGO_MAIL_HOOK), so no mail went to ${order.to.join(', ')}`,
        );
      const { says } = await mail.send(order);
      return handed(task, order, says);
    },
  };
}

function handed({ row: { body } }: Task, { to, files = [] }: MailOrder, says: string): Finish {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
  const listed = files.map(({ name, bytes }) => ({ name, hash: sha256(bytes) }));
  const about = { step: text('step'), page: text('page'), role: text('role') };
  return { end: 'done', command: { actor: BOT, type: 'mail-handed', ...about, to, files: listed, says } };
}

/** null: nobody needs it any more. */
function callOf(task: Task): MailOrder | null {
  const run = incidentOf(task);
  const { to, says, page } = task.row.body;
  if (run.status === 'resolved' || run.pages[String(page)]?.state === 'acknowledged') return null;
  return {
    id: task.row.id,
    to: to as readonly string[],
    subject: `${run.severity} ${run.id}: ${run.title}`,
    text: `You are needed for ${run.id}. The page for it was ${String(says)}.\n\n${run.severity}: ${run.title}\n${run.impact ?? ''}`,
  };
}

async function noticeOf(task: Task): Promise<MailOrder> {
  const { run } = task;
  const { to, text, attach } = task.row.body;
  const steps = run.kind === 'release' ? ((attach ?? []) as readonly string[]) : [];
  const files = await Promise.all(steps.map(step => filesOfNotes(releaseOf(task), step)));
  return {
    id: task.row.id,
    to: to as readonly string[],
    subject: `${run.id}: ${run.title}`,
    text: `${String(text)}\n\n${run.id} of ${run.runbook.product.title}`,
    files: files.flat(),
  };
}
