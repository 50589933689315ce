import { actions, button, section } from '#src/chat/blocks.ts';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, sayText } from '#src/chat/reply.ts';
import { recentRelease } from '#src/chat/which-run.ts';
import { lockIn, sayLocked } from '#src/domain/release/past-rollback.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayUnlock } from './may.ts';
import { reasonForm } from './reason-form.ts';

export const unlock: Verb = {
  noun: 'release',
  word: 'unlock',
  usage: 'unlock [REASON]',
  help: 'After a rollback: lets the next release go to production again',
  may: mayUnlock,
  async run(request, text, desk) {
    const which = await recentRelease(desk, request, text, 'unlock');
    if (!which.ok) return which.reply;
    const reason = which.text;
    if (reason === '') return unlockForm(desk, which.run.id, request);
    return desk.handle(which.run.id, { type: 'unlock', reason }, after =>
      sayText(`${inert(after.runbook.product.title)} is unlocked; releases may start again.`),
    );
  },
};

export const unlockPressed: Handler = onPress('release.unlock', RunRef, ({ run }, request, desk) =>
  unlockForm(desk, run, request),
);

export const unlockSent: Handler = onForm('release.unlock', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'unlock', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);

function unlockForm(desk: Desk, run: string, { channel, thread }: Place): Promise<Reply> {
  const form = reasonForm({
    form: 'release.unlock',
    title: 'Unlock',
    submit: 'Unlock',
    place: { channel, thread },
    data: { run },
    lines: [`${inert(run)} was rolled back. Unlocking lets the next release start and go to production.`],
    label: 'Why is the next release safe?',
  });
  return formFor(desk, run, { type: 'unlock', reason: '' }, form);
}

/** Said before anything is asked: the product is locked, who unlocks it, and the button for it; null: it is not. */
export async function lockedReply(desk: Desk, product: string): Promise<Reply | null> {
  const lock = lockIn(await desk.runs({ kind: 'release', product, has: 'lock' }));
  if (lock === null) return null;
  const title = desk.runbooks.products().find(one => one.name === product)?.title ?? product;
  const text = inert(sayLocked(title, lock));
  const value = JSON.stringify({ run: lock.run });
  const blocks = [section(text), ...actions(button({ text: 'Unlock…', action: 'release.unlock', value }))];
  return { kind: 'say', message: bounded({ text, blocks }) };
}
