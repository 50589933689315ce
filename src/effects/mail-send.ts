import { sha256 } from '#src/base/id.ts';
import { BOT } from '#src/domain/actor.ts';
import { episodeOf } from '#src/domain/alerts/paging.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { asAlerts } from '#src/domain/state.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { Mail, MailOrder } from '#src/ports/mail.ts';
import { incidentOf, releaseOf } from './action.ts';
import { filesOfNotes } from './notes-write.ts';

type MailHanded = WorldCommand & { readonly type: 'mail-handed' };

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
      const alerts = asAlerts(task.state);
      const order = alerts !== null ? alertOf(task, alerts) : notice ? await noticeOf(task) : callOf(task);
      // After an hour without a connection it may be over, or somebody may have it.
      if (order === null) return { end: 'done' };
      if (mail === null)
        throw new GonogoError(
          'mail.failed',
          `no way to send mail is configured (GONOGO_SMTP_URL or GONOGO_MAIL_HOOK), so no mail went to ${order.to.join(', ')}`,
        );
      const to = await notYetTaken(task, order.to);
      // A crash right after the last of them: all have it.
      if (to.length === 0) return { end: 'done' };
      const { says, later = [] } = await mail.send({ ...order, to });
      const taken = { ...order, to: to.filter(address => !later.includes(address)) };
      if (later.length === 0) return { end: 'done', command: handed(task, taken, says) };
      // Those who have it are on the timeline before the others are tried again, so nobody gets it twice.
      await task.tell({ ...handed(task, taken, says), mail: task.row.id });
      throw new GonogoError('mail.failed', `the mail server asks to try ${later.join(', ')} again later`, {
        retryable: true,
      });
    },
  };
}

/** Whom an earlier attempt of this mail left out. */
async function notYetTaken(task: Task, to: readonly string[]): Promise<readonly string[]> {
  if (task.row.attempt <= 1) return to;
  const taken = (await task.timeline()).flatMap(fact =>
    fact.type === 'mail.handed' && fact.data.mail === task.row.id ? fact.data.to : [],
  );
  return to.filter(address => !taken.includes(address));
}

function handed({ row: { body } }: Task, { to, files = [] }: MailOrder, says: string): MailHanded {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
  const listed = files.map(({ name, bytes }) => ({ name, hash: sha256(bytes) }));
  const about = { step: text('step'), page: text('page'), role: text('role') };
  return { actor: BOT, type: 'mail-handed', ...about, to, files: listed, says };
}

/** null: nobody needs it any more. */
function callOf(task: Task): MailOrder | null {
  if (task.run.kind === 'release') return callOfRelease(task, task.run);
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

/** null: it does not stand still any more, or somebody has it. */
function callOfRelease({ row: { id, body } }: Task, run: ReleaseRun): MailOrder | null {
  const page = run.pages[String(body['page'])];
  if (run.status !== 'paused' || page === undefined || page.endedAt !== null || page.state === 'acknowledged')
    return null;
  const text = `You are needed for ${run.id}. The page for it was ${String(body['says'])}.\n\n${page.why}`;
  return { id, to: body['to'] as readonly string[], subject: `${run.id} stands still: ${run.title}`, text };
}

/** An alert as its routing mails it, or the second way of its page; null: somebody has it by now. */
function alertOf({ row: { id, body } }: Task, alerts: Alerts): MailOrder | null {
  const to = body['to'] as readonly string[];
  if (body['about'] === 'alert') return { id, to, subject: String(body['subject']), text: String(body['text']) };
  const page = alerts.pages[String(body['page'])];
  const episode = page && episodeOf(alerts, page);
  if (!episode || page.endedAt !== null || page.state === 'acknowledged') return null;
  const subject = `${episode.priority} ${alerts.definition.product.title} ${episode.environment}: ${episode.title}`;
  const text = `You are needed. The page for this alert was ${String(body['says'])}.\n\n${subject}\n${episode.says}`;
  return { id, to, subject, text };
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
