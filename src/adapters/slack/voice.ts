import { z } from 'zod';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Message, View } from '#src/chat/message.ts';
import { GonogoError } from '#src/errors.ts';
import type { Call } from './call.ts';
import { messageArguments, openDirect } from './chat.ts';
import { refusalWord } from './failures.ts';
import type { Heard, Where } from './heard.ts';
import type { Post } from './post.ts';
import { blocksOf } from './sentences.ts';

const Nothing = z.object({});

/** Ways to answer the asker by calls of our own, beside the HTTP answer. Each throws `chat.failed`. */
export type Voice = {
  /** Shows a message to the asker alone. */
  readonly say: (message: Message) => Promise<void>;
  /** Opens a modal, or replaces the one the request came from. Null: Slack gives no way to (mentions, home tab). */
  readonly show: ((view: View) => Promise<void>) | null;
};

export type VoiceParts = { readonly call: Call; readonly post: Post };

export function createVoice(parts: VoiceParts, { incoming, where }: Heard): Voice {
  return { say: message => say(parts, incoming, where, message), show: shower(parts.call, where) };
}

async function say(parts: VoiceParts, incoming: Incoming, where: Where, message: Message): Promise<void> {
  const { call, post } = parts;
  const { user } = incoming.person;
  if (incoming.kind === 'home') {
    await call('views.publish', { user_id: user, view: { type: 'home', blocks: blocksOf(message) } }, Nothing);
  } else if (where.responseUrl !== null) {
    await respond(post, where.responseUrl, message);
  } else if (where.place === null || !(await whispered(call, where.place, user, message))) {
    const channel = await openDirect(call, user);
    await call('chat.postMessage', { channel, ...messageArguments(message) }, Nothing);
  }
}

async function respond(post: Post, url: string, { text, blocks }: Message): Promise<void> {
  // `replace_original` would otherwise overwrite the card whose button was pressed.
  const body = { response_type: 'ephemeral', replace_original: false, text, ...(blocks && { blocks }) };
  const response = await post(url, {
    as: 'response_url',
    contentType: 'application/json',
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new GonogoError('chat.failed', 'Slack did not take an answer to a response_url.', { unknown: true, cause });
  });
  if (!response.ok)
    throw new GonogoError('chat.failed', `Slack answered ${response.status} to an answer to a response_url.`);
}

/** False: Slack refused, for one because the bot or the person is not in that channel; a direct message still arrives. */
async function whispered(
  call: Call,
  { channel, thread }: NonNullable<Where['place']>,
  user: string,
  { text, blocks }: Message,
): Promise<boolean> {
  const spot = { channel, user, ...(thread !== null && { thread_ts: thread }) };
  try {
    await call('chat.postEphemeral', { ...spot, text, ...(blocks && { blocks }) }, Nothing);
    return true;
  } catch (error) {
    if (refusalWord(error) === undefined) throw error;
    return false;
  }
}

function shower(call: Call, { view: shown, triggerId }: Where): Voice['show'] {
  if (shown !== null) {
    return async view => {
      const { id: view_id, hash } = shown;
      try {
        await call('views.update', { view_id, view, ...(hash !== null && { hash }) }, Nothing);
      } catch (error) {
        // A newer press of the same person already redrew this modal; the newer picture stays.
        if (refusalWord(error) !== 'hash_conflict') throw error;
      }
    };
  }
  if (triggerId === null) return null;
  return async view => {
    await call('views.open', { trigger_id: triggerId, view }, Nothing);
  };
}
