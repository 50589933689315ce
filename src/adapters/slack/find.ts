import { z } from 'zod';
import { type Instant, MINUTE } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat, Posted } from '#src/ports/chat.ts';
import type { Call } from './call.ts';
import type { BotIdentity, Identity } from './identity.ts';

/** Marks our messages, so that a post whose answer was lost can be found again. Readable by everybody in the channel. */
export const EFFECT_EVENT_TYPE = 'gonogo_effect';

const PAGE = 200;
/** 2,000 messages since the call was made. Who talks more than that in a minute has another problem. */
const PAGES_MAX = 10;
/** Slack stamps messages with its own clock, which need not be ours. */
const CLOCK_SKEW_MS = MINUTE;

const Message = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z
    .object({ event_type: z.string().optional(), event_payload: z.record(z.string(), z.unknown()).optional() })
    .optional(),
  files: z.array(z.object({ id: z.string(), name: z.string().nullish(), permalink: z.string().nullish() })).optional(),
});
type Message = z.infer<typeof Message>;
const Page = z.object({
  messages: z.array(Message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** What a post carries for `find`. Payload values must be flat, so several ids are one text. */
export function effectMetadata(effectIds: readonly string[]): object {
  return {
    event_type: EFFECT_EVENT_TYPE,
    event_payload: { effect_id: effectIds[0] ?? '', effect_ids: effectIds.join(' ') },
  };
}

type Where = { readonly channel: string; readonly thread: string | null; readonly since: Instant };

/** Throws `chat.failed` when Slack cannot say, or when there is more to read than the bound. */
export async function findMessage(
  call: Call,
  identity: BotIdentity,
  wanted: Parameters<Chat['find']>[0],
): Promise<Posted | null> {
  const us = await identity.get();
  const found = await search(call, wanted, message => carries(message, us, wanted.effectIds));
  return found && { channel: wanted.channel, ts: found.ts, effectIds: effectIdsOf(found) };
}

/** A file carries no effect id: it is known by its name, its place and that it is ours. Throws as `findMessage`. */
export async function findFile(
  call: Call,
  identity: BotIdentity,
  wanted: Parameters<Chat['findFile']>[0],
): Promise<{ readonly permalink: string | null } | null> {
  const us = await identity.get();
  const fileIn = (message: Message) => message.files?.find(file => file.name === wanted.name);
  const found = await search(call, wanted, message => isOurs(message, us) && fileIn(message) !== undefined);
  return found && { permalink: fileIn(found)?.permalink ?? null };
}

async function search(call: Call, where: Where, fits: (message: Message) => boolean): Promise<Message | null> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { messages, response_metadata } = await readPage(call, where, cursor);
    const found = messages.find(fits);
    if (found) return found;
    cursor = response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  throw new GonogoError(
    'chat.failed',
    `More than ${PAGES_MAX * PAGE} messages in ${where.channel} to look through. Look for the message yourself.`,
  );
}

function readPage(call: Call, { channel, thread, since }: Where, cursor: string | undefined) {
  const range = {
    channel,
    oldest: oldestTs(since),
    limit: PAGE,
    include_all_metadata: true,
    ...(cursor && { cursor }),
  };
  return thread === null
    ? call('conversations.history', range, Page)
    : call('conversations.replies', { ...range, ts: thread }, Page);
}

function isOurs(message: Message, us: Identity): boolean {
  return message.bot_id === us.bot_id || message.user === us.user_id;
}

/** Metadata can be written by any app; only our own messages count. */
function carries(message: Message, us: Identity, effectIds: readonly string[]): boolean {
  if (!isOurs(message, us) || message.metadata?.event_type !== EFFECT_EVENT_TYPE) return false;
  const carried = effectIdsOf(message);
  return effectIds.some(id => carried.includes(id));
}

/** Whoever finds a joined message learns of all it was posted for, or the joined ones would be said again. */
function effectIdsOf(message: Message): readonly string[] {
  const { effect_id: first, effect_ids: all } = message.metadata?.event_payload ?? {};
  const ids = [String(first ?? ''), ...String(all ?? '').split(' ')].filter(id => id !== '');
  return [...new Set(ids)];
}

function oldestTs(since: Instant): string {
  return (Math.max(0, since - CLOCK_SKEW_MS) / 1_000).toFixed(6);
}
