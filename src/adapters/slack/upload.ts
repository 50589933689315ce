import { z } from 'zod';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Call } from './call.ts';
import type { BotIdentity } from './identity.ts';
import type { Post } from './post.ts';

const UploadUrl = z.object({ upload_url: z.string(), file_id: z.string() });
const Completed = z.object({ files: z.array(z.object({ id: z.string(), permalink: z.string().optional() })) });

type Upload = Parameters<Chat['upload']>[0];

/**
 * Shares a file by Slack's three plain calls; the SDK's helper sends an argument that Slack's documentation spells
 * differently (`alt_text`). Only the last call makes anything visible.
 */
export async function uploadFile(parts: { call: Call; post: Post; identity: BotIdentity }, file: Upload) {
  const { call, post, identity } = parts;
  const { upload_url, file_id } = await call(
    'files.getUploadURLExternal',
    { filename: file.name, length: file.bytes.byteLength },
    UploadUrl,
  );
  await sendBytes(post, upload_url, file.bytes);
  const { files } = await call(
    'files.completeUploadExternal',
    {
      files: [{ id: file_id, title: file.title }],
      channel_id: file.channel,
      ...(file.thread !== null && { thread_ts: file.thread }),
      ...(file.comment !== undefined && { initial_comment: file.comment }),
    },
    Completed,
  );
  // Slack documents no permalink in this answer, and asking for it would need one more scope.
  return { permalink: files[0]?.permalink ?? permalinkOf(identity, file_id) };
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
