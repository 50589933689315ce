import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GonogoError } from '#src/errors.ts';
import type { ReadFile } from '#src/ports/chat.ts';
import type { Call } from './call.ts';
import { refusalWord } from './failures.ts';

const Info = z.object({
  file: z.object({
    name: z.string().nullish(),
    title: z.string().nullish(),
    mimetype: z.string().nullish(),
    size: z.number(),
    user: z.string().nullish(),
    permalink: z.string(),
    url_private: z.string(),
    channels: z.array(z.string()).default([]),
    groups: z.array(z.string()).default([]),
  }),
});

const NOT_THERE = ['file_not_found', 'file_deleted', 'not_visible', 'access_denied', 'no_permission'];

type Parts = {
  readonly call: Call;
  readonly fetch: typeof fetch;
  readonly token: string;
  readonly apiUrl: string;
  readonly timeoutMs: number;
};

/** What a file in Slack is, and the hash of its content. Its bytes are read once and not kept. */
export async function readFile(parts: Parts, id: string, bytesMax: number): Promise<ReadFile> {
  const info = await parts.call('files.info', { file: id }, Info).catch((error: unknown) => {
    if (NOT_THERE.includes(refusalWord(error) ?? '')) return null;
    throw error;
  });
  if (info === null) return { how: 'absent' };
  const { file } = info;
  const whose = { owner: file.user ?? null, channels: [...file.channels, ...file.groups] };
  if (file.size > bytesMax) return { how: 'too-large', ...whose };
  const sha256 = await hashOf(parts, file.url_private, file.size);
  const name = file.name ?? file.title ?? id;
  const type = file.mimetype ?? 'application/octet-stream';
  return { how: 'read', ...whose, name, type, size: file.size, sha256, link: file.permalink };
}

async function hashOf({ fetch: fetchFn, token, apiUrl, timeoutMs }: Parts, url: string, size: number): Promise<string> {
  const where = new URL(url);
  // The token goes to Slack and nowhere else, whatever address an answer names.
  const ours = where.origin === new URL(apiUrl).origin;
  if (!ours && !(where.protocol === 'https:' && /(?:^|\.)slack\.com$/.test(where.hostname)))
    throw new GonogoError('chat.failed', 'The address of the file is not one of Slack, so it was not asked.');
  const init = {
    headers: { authorization: `Bearer ${token}` },
    // Without the right to see it Slack leads to its sign-in page, which is not the file.
    redirect: 'manual' as const,
    signal: AbortSignal.timeout(timeoutMs),
    // Read by `adapters/record.ts`, which keeps neither the address nor the content; fetch ignores it.
    as: 'file',
  };
  const hash = createHash('sha256');
  let read = 0;
  try {
    const response = await fetchFn(url, init);
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw refused(response.status);
    }
    for await (const part of response.body) {
      read += part.byteLength;
      if (read > size) break;
      hash.update(part);
    }
  } catch (error) {
    if (error instanceof GonogoError) throw error;
    throw new GonogoError('chat.failed', 'Slack did not hand over a file.', { retryable: true, cause: error });
  }
  if (read !== size) throw new GonogoError('chat.failed', 'A file came with another length than Slack said.', RETRY);
  return hash.digest('hex');
}

const RETRY = { retryable: true } as const;

function refused(status: number): GonogoError {
  if (status === 429 || status >= 500)
    return new GonogoError('chat.failed', `Slack answered ${status} instead of a file.`, RETRY);
  return new GonogoError(
    'chat.failed',
    `Slack answered ${status} instead of a file. Reinstall the app from manifest.yml, so that it may read files (files:read).`,
  );
}
