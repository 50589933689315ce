import { z } from 'zod';
import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import { saySoThere } from '#src/chat/dates.ts';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import type { Place } from '#src/chat/modal.ts';
import { readMoment } from '#src/chat/moment.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import { mayStart } from '#src/domain/policy/who-may.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { judgeCalendar } from '#src/domain/release/calendar/ahead.ts';
import { whyFixed } from '#src/domain/release/decide-move.ts';
import { datedPhases } from '#src/domain/release/phase-offset.ts';
import { formFor, onForm, RunRef, textIn } from '../handlers.ts';
import { reasonForm } from './reason-form.ts';

/** Another T: shown with every instant that moves along, before anybody confirms it. */
export const move: Verb = {
  noun: 'release',
  word: 'move',
  usage: 'move [REL-n] TIME|next-window',
  help: 'Gives a release another time; shows all that moves before it does',
  may: (runbook, actor) => mayStart(runbook, actor).ok,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'move');
    if (!which.ok) return which.reply;
    const { run } = which;
    if (isFinal(run)) return refuse('run.over', `${run.id} is over, so there is nothing to move.`);
    const fixed = whyFixed(run);
    if (fixed !== null) return refuse('move.begun', fixed);
    const { name, timezone } = run.runbook.product;
    const words = which.text.split(/\s+/).filter(word => word !== '' && word !== 'to' && word !== 'at');
    // The window it stands in already is not the next one.
    const from = words[0]?.toLowerCase() === 'next-window' ? Math.max(desk.now(), run.T ?? 0) : desk.now();
    const moment = readMoment(words, from, timezone, await desk.calendar(name));
    if (!moment.ok) return refuse('move.words', moment.problem);
    const form = confirmation(run, { T: moment.at, now: desk.now() }, request);
    return formFor(desk, run.id, { type: 'move', T: moment.at, reason: '' }, form);
  },
};

const Move = RunRef.extend({ T: z.number().int() });

export const moveSent: Handler = onForm('release.move', Move, async ({ run, T }, form, desk) => {
  const reply = await desk.handle(run, { type: 'move', T, reason: textIn(form, 'reason') }, () => NOTHING);
  return besideField(reply, 'reason');
});

type Moments = { readonly T: Instant; readonly now: Instant };

function confirmation(run: ReleaseRun, { T, now }: Moments, { channel, thread }: Place): Reply {
  const zone = run.runbook.product.timezone;
  const from = run.T === null ? 'as soon as it is approved' : sayInstant(run.T, zone);
  return reasonForm({
    form: 'release.move',
    title: 'Move a release',
    submit: 'Move it',
    place: { channel, thread },
    data: { run: run.id, T },
    lines: [
      `${inert(run.id)}: T moves from ${inert(from)} to *${saySoThere(T, zone)}*.`,
      ...datedPhases(run, T).map(one => `• ${inert(one.title)}: ${instant(run, one)}`),
      calendarAt(run, { T, now }),
      'Whoever approved the old time is asked again.',
    ],
    label: 'Why does it move?',
  });
}

function instant(run: ReleaseRun, { id, at }: { readonly id: string; readonly at: Instant }): string {
  const status = run.phases[id]?.status;
  if (status === 'done' || status === 'running' || status === 'skipped')
    return status === 'running' ? 'has begun, and goes on' : 'is over, and is not done again';
  return saySoThere(at, run.runbook.product.timezone);
}

function calendarAt(run: ReleaseRun, { T, now }: Moments): string {
  const found = judgeCalendar({ ...run, T, timed: true, movedAt: T, window: null }, now);
  return found.outcome === 'does-not-hold'
    ? `⛔ ${inert(found.says)}. Those who may can open it for this release.`
    : '';
}
