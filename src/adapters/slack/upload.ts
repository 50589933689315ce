import { z } from 'zod';
import { GonogoError } from '#src/errors.ts';
import type { Chat, UploadedFile } from '#src/ports/chat.ts';
import type { Call } from './call.ts';
import type { BotIdentity } from './identity.ts';
import type { Post } from './post.ts';

const UploadUrl = z.object({ upload_url: z.string(), file_id: z.string() });
const Completed = z.object({ files: z.array(z.object({ id: z.string(), permalink: z.string().optional() })) });

type Upload = Parameters<Chat['upload']>[0];

/**
 * Shares files by Slack's three plain calls; the SDK's helper sends an argument that Slack's documentation spells
 * differently (`alt_text`). Only the last call makes anything visible, and it makes all of them visible.
 */
export async function uploadFiles(parts: { call: Call; post: Post; identity: BotIdentity }, request: Upload) {
  const { call, identity } = parts;
  const ids: string[] = [];
  for (const file of request.files) ids.push(await announce(parts, file));
  const { files } = await call(
    'files.completeUploadExternal',
    {
      files: request.files.map(({ title }, index) => ({ id: ids[index], title })),
      channel_id: request.channel,
      ...(request.thread !== null && { thread_ts: request.thread }),
      ...(request.comment !== undefined && { initial_comment: request.comment }),
    },
    Completed,
  );
  // Slack documents no permalink in this answer, and asking for it would need one more scope.
  return ids.map(id => files.find(file => file.id === id)?.permalink ?? permalinkOf(identity, id));
}

/** Its bytes lie with Slack then, where nobody sees them; what is never completed goes away by itself. */
async function announce({ call, post }: { call: Call; post: Post }, { name, bytes }: UploadedFile): Promise<string> {
  const { upload_url, file_id } = await call(
    'files.getUploadURLExternal',
    { filename: name, length: bytes.byteLength },
    UploadUrl,
  );
  await sendBytes(post, upload_url, bytes);
  return file_id;
}

async function sendBytes(post: Post, url: string, bytes: Uint8Array): Promise<void> {
  const failed = (cause: unknown) =>
    new GonogoError('chat.failed', 'Slack did not take the bytes of a file.', { retryable: true, cause });
  const response = await post(url, { as: 'upload', contentType: 'application/octet-stream', body: bytes }).catch(
    (error: unknown) => {
      throw failed(error);
    },
  );
  if (!response.ok) throw failed(`status ${response.status}`);
}

function permalinkOf(identity: BotIdentity, fileId: string): string {
  const us = identity.current();
  return us ? `${us.url}files/${us.user_id}/${fileId}/` : `https://slack.com/app_redirect?file=${fileId}`;
}
