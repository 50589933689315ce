import { randomUUID } from 'node:crypto';
import { unreachable } from '#src/base/assert.ts';
import type { Dispatch, Incoming } from '#src/chat/incoming.ts';
import type { Message, View } from '#src/chat/message.ts';
import { NOTHING, type Reply } from '#src/chat/reply.ts';
import { GonogoError } from '#src/errors.ts';
import type { Log } from '#src/ports/log.ts';
import { type After, within } from './after.ts';
import { type Heard, isOverheard } from './heard.ts';
import { readMessage } from './message.ts';
import type { People } from './people.ts';
import { FORM_TOO_LATE, NEEDS_A_FORM, STILL_WORKING, waitingView, wentWrong } from './sentences.ts';
import { createVoice, type Voice, type VoiceParts } from './voice.ts';

/** Slack hangs up after 3 s; the rest is for the way back. */
const DEADLINE_MS = 2_500;

/** The body of Slack's HTTP answer. Empty: heard, nothing to show. */
export type Ack = string | { readonly [field: string]: unknown };

export type Answered = 'answered' | 'late' | 'failed';
export type Answer = { readonly ack: Ack; readonly outcome: Answered };

export type AnswerParts = VoiceParts & {
  readonly dispatch: Dispatch;
  readonly people: People;
  readonly after: After;
  readonly log: Log;
  /** Work that goes on after the HTTP answer; stopping waits for it. */
  readonly background: (work: Promise<unknown>) => void;
};

/** Answers one request within Slack's deadline, whatever happens; what is ready only later is told after it. */
export async function answer(parts: AnswerParts, heard: Heard): Promise<Answer> {
  const delivery: Delivery = { kind: heard.incoming.kind, voice: createVoice(parts, heard), late: false };
  const work = reply(parts, heard, delivery).then(async ({ said, failed }): Promise<Answer> => {
    return { ack: await deliver(parts, delivery, said), outcome: failed ? 'failed' : 'answered' };
  });
  const inTime = await within(parts.after, DEADLINE_MS, work);
  if (inTime) return inTime;
  delivery.late = true;
  parts.background(work);
  return { ack: holdOn(parts, delivery), outcome: 'late' };
}

type Delivery = {
  readonly kind: Incoming['kind'];
  /** Of a reaction it learns on the way where the message stands. */
  voice: Voice;
  /** The HTTP answer is gone; whatever is left to say needs a call. */
  late: boolean;
};

async function reply(parts: AnswerParts, heard: Heard, delivery: Delivery): Promise<{ said: Reply; failed: boolean }> {
  try {
    const complete = await completed(parts, heard);
    if (complete === null) return { said: NOTHING, failed: false };
    delivery.voice = createVoice(parts, complete);
    return { said: await parts.dispatch(complete.incoming), failed: false };
  } catch (error) {
    // Nothing is wrong on our side, and trying again does not help: the sentence says what does.
    if (error instanceof GonogoError && error.code === 'stream.unreadable')
      return { said: { kind: 'refusal', code: error.code, text: error.message }, failed: false };
    const reference = randomUUID().slice(0, 8);
    const { kind, key } = heard.incoming;
    parts.log.error({ err: error, reference, kind, key }, 'a request failed');
    // Somebody who edits their message asked nothing of us; Slack sends the event once more instead.
    if (isOverheard(kind)) return { said: NOTHING, failed: true };
    return { said: { kind: 'say', message: { text: wentWrong(reference) } }, failed: true };
  }
}

/** With what the payload does not say: who acts, and the thread of a message somebody marked. Null: it is gone. */
async function completed({ people, call }: AnswerParts, heard: Heard): Promise<Heard | null> {
  const { incoming, where } = heard;
  // Everybody edits; whose words they are is known, and nobody is let do anything by them.
  if (incoming.kind === 'changed') return heard;
  const who = await people.who(incoming.person);
  const known = { ...incoming, person: { ...incoming.person, ...who } };
  if (known.kind !== 'reaction') return { incoming: known, where };
  const message = await readMessage(call, known.message);
  if (message === null) return null;
  const { thread } = message;
  return { incoming: { ...known, thread }, where: { ...where, place: { channel: known.message.channel, thread } } };
}

/** Answers with what the HTTP answer carries; the rest is sent by calls of our own. */
async function deliver(parts: AnswerParts, delivery: Delivery, said: Reply): Promise<Ack> {
  const { kind, voice } = delivery;
  if (kind === 'form' && !delivery.late) {
    if (said.kind === 'errors') return { response_action: 'errors', errors: said.errors };
    if (said.kind === 'modal') return { response_action: 'update', view: said.view };
  }
  const message = said.kind === 'modal' ? await show(parts, voice, said.view) : messageOf(said);
  if (message === null) return '';
  if (kind === 'command' && !delivery.late) return ephemeral(message);
  parts.background(voice.say(message));
  return '';
}

/** What the HTTP answer says while the work goes on. */
function holdOn(parts: AnswerParts, { kind, voice }: Delivery): Ack {
  if (kind === 'command') return ephemeral({ text: STILL_WORKING });
  if (kind === 'form') return { response_action: 'update', view: waitingView() };
  if (kind === 'action' || kind === 'shortcut') parts.background(voice.say({ text: STILL_WORKING }));
  return '';
}

/** Shows a modal; answers with what to say instead where that did not work. A trigger lasts 3 s, so it goes before the answer. */
async function show({ log }: AnswerParts, voice: Voice, view: View): Promise<Message | null> {
  if (voice.show === null) return { text: NEEDS_A_FORM };
  try {
    await voice.show(view);
    return null;
  } catch (error) {
    log.warn({ err: error, view: view.callback_id }, 'a modal could not be shown');
    return { text: FORM_TOO_LATE };
  }
}

function messageOf(said: Exclude<Reply, { kind: 'modal' }>): Message | null {
  switch (said.kind) {
    case 'say':
      return said.message;
    case 'refusal':
      return { text: said.text };
    case 'errors':
      return { text: Object.values(said.errors).join('\n') };
    case 'nothing':
      return null;
    default:
      return unreachable(said);
  }
}

function ephemeral({ text, blocks }: Message): Ack {
  return { response_type: 'ephemeral', text, ...(blocks && { blocks }) };
}
