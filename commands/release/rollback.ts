import type { InputBlock } from '@slack/types';
import { plainText, section } from '#src/chat/blocks.ts';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { forecast } from '#src/chat/forecast.ts';
import { cut } from '#src/chat/limits.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import { sayEnd } from '#src/domain/procedure/say-status.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { laterThan, sayLater } from '#src/domain/release/past-rollback.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTurnRound } from './may.ts';

/** Asks once, with all it will do and what it will leave out; then it is done without another question. */
export const rollback: Verb = {
  noun: 'release',
  word: 'rollback',
  usage: 'rollback [REASON]',
  help: 'Shows what a rollback would do and asks for its reason',
  may: mayTurnRound,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'rollback');
    return which.ok ? rollbackForm(which.run, request, { desk, initial: which.text }) : which.reply;
  },
};

export const rollbackPressed: Handler = onPress('release.rollback', RunRef, async ({ run: id }, request, desk) => {
  const run = await desk.release(id);
  return run === null ? refuse('run.absent', `There is no ${id}.`) : rollbackForm(run, request, { desk, initial: '' });
});

export const rollbackSent: Handler = onForm('release.rollback', RunRef, async ({ run: id }, form, desk) => {
  const written = textIn(form, 'reason');
  const picked = await pickedReason(textIn(form, 'picked'), () => desk.release(id));
  const reason = [picked, written].filter(part => part !== '').join(': ');
  return besideField(await desk.handle(id, { type: 'rollback', reason }, () => NOTHING), 'reason');
});

/** The menu carries a place in the runbook's list, because its sentences may be longer than a menu's value. */
async function pickedReason(picked: string, find: () => Promise<ReleaseRun | null>): Promise<string> {
  if (picked === '') return '';
  return (await find())?.runbook.rollback?.reasons[Number(picked)] ?? '';
}

/** Once another went out after it, its rollback would take that away too: nobody writes a reason for that. */
async function laterOf(run: ReleaseRun, desk: Desk): Promise<Reply | null> {
  if (run.overtakenBy === null) return null;
  const releases = await desk.runs({ kind: 'release', product: run.runbook.product.name });
  const later = laterThan(releases, run.id);
  return later === null ? null : refuse('run.overtaken', `${sayLater(run.id, later)}.`);
}

type Asking = { readonly desk: Desk; readonly initial: string };

async function rollbackForm(run: ReleaseRun, { channel, thread }: Place, { desk, initial }: Asking): Promise<Reply> {
  if (run.rollback) return refuse('run.rolling-back', `${run.id} is already rolling back: ${run.rollback.reason}`);
  if (isFinal(run)) return refuse('run.over', `${run.id} ${sayEnd(run)}, so it cannot be rolled back here any more.`);
  if (run.runbook.rollback === null)
    return refuse(
      'run.no-rollback',
      `The runbook of ${run.id} has no rollback. /release abort ends it where it stands.`,
    );
  const later = await laterOf(run, desk);
  if (later !== null) return later;
  const { reasons } = run.runbook.rollback;
  const view = modal({
    form: 'release.rollback',
    title: 'Roll back',
    submit: 'Roll back',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(...forecastLines(run)),
      ...(reasons.length === 0 ? [] : [reasonMenu(reasons)]),
      textField({
        name: 'reason',
        label: reasons.length === 0 ? 'Reason' : 'In your own words',
        initial,
        ...(reasons.length > 0 && { optional: true, hint: 'One of the two is enough.' }),
      }),
    ],
  });
  return formFor(desk, run.id, { type: 'rollback', reason: '', later: null }, { kind: 'modal', view });
}

function forecastLines(run: ReleaseRun): readonly string[] {
  const { runs, asks, skips } = forecast(run);
  return [
    `*${inert(run.id)} turns round at once.* What is in hand is stopped first; a pause is over.`,
    runs.length === 0 ? 'No step has to run: nothing it undoes has begun.' : `Runs: ${runs.map(inert).join(' · ')}`,
    asks.length === 0 ? '' : `Asks first: ${asks.map(inert).join(' · ')}`,
    ...skips.map(one => `Left out: ${inert(one.title)} (${inert(one.why)})`),
  ];
}

function reasonMenu(reasons: readonly string[]): InputBlock {
  return {
    type: 'input',
    block_id: 'picked',
    optional: true,
    label: plainText('Reason', 100),
    element: {
      type: 'static_select',
      action_id: 'picked',
      options: reasons
        .slice(0, 100)
        .map((reason, index) => ({ text: plainText(cut(reason, 75), 75), value: String(index) })),
    },
  };
}
