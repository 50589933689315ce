import { z } from 'zod';
import type { Message } from '#src/chat/message.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import { createByEmail } from './by-email.ts';
import type { Call } from './call.ts';
import { refusalWord } from './failures.ts';
import { effectMetadata, findFile, findMessage } from './find.ts';
import { createGroups } from './groups.ts';
import type { BotIdentity } from './identity.ts';
import { findByPlace } from './message.ts';
import type { Post } from './post.ts';
import { readFile } from './read-file.ts';
import { uploadFiles } from './upload.ts';

const Posted = z.object({ channel: z.string(), ts: z.string() });
const Opened = z.object({ channel: z.object({ id: z.string() }) });
const Nothing = z.object({});

/** Slack's Web API as effects use it. */
export function createChat(parts: {
  call: Call;
  post: Post;
  identity: BotIdentity;
  clock: Clock;
  files: Omit<Parameters<typeof readFile>[0], 'call'>;
}): Chat {
  const { call, identity } = parts;
  return {
    post({ channel, thread, message, effectIds }) {
      return call(
        'chat.postMessage',
        {
          channel,
          ...messageArguments(message),
          ...(thread !== null && { thread_ts: thread }),
          metadata: effectMetadata(effectIds),
          unfurl_links: false,
          unfurl_media: false,
        },
        Posted,
      );
    },
    find: wanted => findMessage(call, identity, wanted),
    async update({ channel, ts, message }) {
      // An update without blocks would leave the old ones standing.
      await call('chat.update', { channel, ts, blocks: [], ...messageArguments(message) }, Nothing);
    },
    direct: user => openDirect(call, user),
    upload: request => uploadFiles(parts, request),
    findFile: wanted => findFile(call, identity, wanted),
    readFile: (id, bytesMax) => readFile({ call, ...parts.files }, id, bytesMax),
    message: place => findByPlace(call, place),
    react: reaction => react(call, reaction),
    userByEmail: createByEmail(call, parts.clock),
    groupMembers: createGroups(call, parts.clock),
  };
}

/** The channel of direct messages with a user; Slack answers with the same one every time. */
export async function openDirect(call: Call, user: string): Promise<string> {
  return (await call('conversations.open', { users: user }, Opened)).channel.id;
}

async function react(call: Call, { channel, ts, emoji }: Parameters<Chat['react']>[0]): Promise<void> {
  try {
    await call('reactions.add', { channel, timestamp: ts, name: emoji }, Nothing);
  } catch (error) {
    if (refusalWord(error) !== 'already_reacted') throw error;
  }
}

/** `parse: none`: a commit title that holds `#general` or `@here` stays text. */
export function messageArguments({ text, blocks }: Message) {
  return { text, ...(blocks && { blocks }), parse: 'none' };
}
