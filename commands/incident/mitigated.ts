import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import { instantsOf, wallTimeAt } from '#src/base/wall-time.ts';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { reasonForm } from '../release/reason-form.ts';
import { onIncident } from './which.ts';

export const mitigated: Verb = {
  noun: 'incident',
  word: 'mitigated',
  usage: 'mitigated [HH:MM]',
  help: 'Users feel it no more, since now or since that time; it stays open and is watched',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'mitigated');
    if (!which.ok) return which.reply;
    const at = which.text === '' ? null : clockTime(which.text, desk.now(), which.run.runbook.product.timezone);
    if (at === 'unclear')
      return refuse(
        'mitigated.time',
        `"${which.text}" is not a time. Write for example /incident mitigated 14:20, or nothing for now.`,
      );
    return desk.handle(which.run.id, { type: 'mitigated', at }, after =>
      sayText(`${inert(after.id)} is mitigated. It stays open; /incident resolve ends it.`),
    );
  },
};

export const mitigatedPressed: Handler = onPress('incident.mitigated', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'mitigated', at: null }, () => NOTHING),
);

/** The last time the clock showed this, in the product's zone. */
function clockTime(text: string, now: Instant, zone: string): Instant | 'unclear' {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return 'unclear';
  for (const day of [now, now - DAY]) {
    const wall = { ...wallTimeAt(day, zone), hour: Number(hours), minute: Number(minutes) };
    const [at] = instantsOf(wall, zone);
    if (at !== undefined && at <= now + MINUTE) return Math.min(at, now);
  }
  return 'unclear';
}

export const reactivatePressed: Handler = onPress(
  'incident.reactivate',
  RunRef,
  ({ run: id }, { channel, thread }, desk) =>
    onIncident(desk, id, run =>
      reasonForm({
        form: 'incident.reactivate',
        title: 'Active again',
        submit: 'Active again',
        place: { channel, thread },
        data: { run: id },
        lines: [`${nameWords(run)} goes back to investigating.`],
        label: 'What do users feel again?',
      }),
    ),
);

export const reactivateSent: Handler = onForm('incident.reactivate', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'reactivate', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);
