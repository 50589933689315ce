import { z } from 'zod';
import type { Chat, FoundMessage } from '#src/ports/chat.ts';
import type { Call } from './call.ts';
import { refusalWord } from './failures.ts';

/** The parent comes along with a reply; a server that ignores the range must not flood us. */
const LIMIT = 10;

const GONE = ['thread_not_found', 'message_not_found'];

const Replies = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      thread_ts: z.string().optional(),
      user: z.string().optional(),
      bot_id: z.string().nullish(),
      subtype: z.string().optional(),
      text: z.string().default(''),
    }),
  ),
});
const Link = z.object({ permalink: z.string() });

type Place = Parameters<Chat['message']>[0];

/**
 * A message by its place. `conversations.replies` takes the ts of any message, parent, reply or neither;
 * `conversations.history` would not show replies. Null: there is none (any more).
 */
export async function readMessage(call: Call, { channel, ts }: Place): Promise<Omit<FoundMessage, 'permalink'> | null> {
  const range = { channel, ts, oldest: ts, latest: ts, inclusive: true, limit: LIMIT };
  const answer = await orNull(call('conversations.replies', range, Replies));
  const found = answer?.messages.find(message => message.ts === ts);
  // A deleted message with replies stays as a stone with somebody else's words on it.
  if (!found || found.subtype === 'tombstone') return null;
  const { user, bot_id: bot, text, thread_ts: thread = ts } = found;
  return { user: bot || user === undefined ? null : user, text, thread };
}

export async function findByPlace(call: Call, place: Place): Promise<FoundMessage | null> {
  const message = await readMessage(call, place);
  if (message === null) return null;
  const { channel, ts } = place;
  const link = await orNull(call('chat.getPermalink', { channel, message_ts: ts }, Link));
  return link && { ...message, permalink: link.permalink };
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (GONE.includes(refusalWord(error) ?? '')) return null;
    throw error;
  }
}
