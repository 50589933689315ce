import { z } from 'zod';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { firstWord } from '#src/chat/words.ts';
import { findAction } from '#src/domain/incident/action-sections.ts';
import { inForce } from '#src/domain/incident/resolve-gate.ts';
import type { ActionTaken } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { reasonForm } from '../release/reason-form.ts';
import { onIncident } from './which.ts';

const TakenRef = RunRef.extend({ item: z.string() });

export const undo: Verb = {
  noun: 'incident',
  word: 'undo',
  usage: 'undo [aN] [REASON]',
  help: 'Takes an action back',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichAction(desk, request, text, 'undo');
    if (!which.ok) return which.reply;
    const { run, id, reason } = which;
    return desk.handle(run.id, { type: 'undo', taken: id, reason: reason === '' ? null : reason }, after =>
      sayText(`${inert(titleOf(run, id))} of ${inert(after.id)} is being undone.`),
    );
  },
};

export const lasting: Verb = {
  noun: 'incident',
  word: 'lasting',
  usage: 'lasting [aN] REASON',
  help: 'Accepts an action as lasting: it stays when the incident is over',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichAction(desk, request, text, 'lasting');
    if (!which.ok) return which.reply;
    const { run, id, reason } = which;
    return desk.handle(run.id, { type: 'lasting', taken: id, reason }, after =>
      sayText(`${inert(titleOf(run, id))} of ${inert(after.id)} is accepted as lasting.`),
    );
  },
};

type Chosen =
  | { readonly ok: true; readonly run: IncidentRun; readonly id: string; readonly reason: string }
  | { readonly ok: false; readonly reply: Reply };

/** The incident, and in it `a1` where it is named, the only action in force where it is not. */
async function whichAction(desk: Desk, request: Incoming, text: string, word: string): Promise<Chosen> {
  const which = await whichIncident(desk, request, text, word);
  if (!which.ok) return which;
  const { run } = which;
  const named = firstWord(which.text);
  if (/^a\d+$/i.test(named.word)) return { ok: true, run, id: named.word.toLowerCase(), reason: named.rest };
  const standing = inForce(run);
  if (standing.length === 1 && standing[0]) return { ok: true, run, id: standing[0].id, reason: which.text };
  const list = standing.map(one => `${one.id} (${titleOf(run, one.id)})`).join(', ');
  const why = standing.length === 0 ? `No action of ${run.id} is in force.` : `Which one? In force are ${list}.`;
  return { ok: false, reply: refuse('action.which', why) };
}

function titleOf(run: IncidentRun, taken: ActionTaken['id']): string {
  const found = run.actions.find(one => one.id === taken);
  return found === undefined ? taken : (findAction(run, found.action)?.title ?? found.action);
}

export const undoPressed: Handler = onPress('incident.undo', TakenRef, ({ run: id, item }, { channel, thread }, desk) =>
  onIncident(desk, id, run => {
    const form = reasonForm({
      form: 'incident.undo',
      title: 'Undo',
      submit: 'Undo',
      place: { channel, thread },
      data: { run: id, item },
      lines: [nameWords(run), `*${inert(titleOf(run, item))}* is taken back at once, by the steps its runbook names.`],
      label: 'Why?',
    });
    return formFor(desk, id, { type: 'undo', taken: item, reason: null }, form);
  }),
);

export const undoSent: Handler = onForm('incident.undo', TakenRef, async ({ run, item }, form, desk) =>
  besideField(
    await desk.handle(run, { type: 'undo', taken: item, reason: textIn(form, 'reason') || null }, () => NOTHING),
    'reason',
  ),
);

export const lastingPressed: Handler = onPress(
  'incident.lasting',
  TakenRef,
  ({ run: id, item }, { channel, thread }, desk) =>
    onIncident(desk, id, run => {
      const form = reasonForm({
        form: 'incident.lasting',
        title: 'Accept as lasting',
        submit: 'Accept',
        place: { channel, thread },
        data: { run: id, item },
        lines: [
          nameWords(run),
          `*${inert(titleOf(run, item))}* stays when the incident is over, and nobody is asked to undo it.`,
        ],
        label: 'Why may it stay?',
      });
      return formFor(desk, id, { type: 'lasting', taken: item, reason: '' }, form);
    }),
);

export const lastingSent: Handler = onForm('incident.lasting', TakenRef, async ({ run, item }, form, desk) =>
  besideField(
    await desk.handle(run, { type: 'lasting', taken: item, reason: textIn(form, 'reason') }, () => NOTHING),
    'reason',
  ),
);
