import type { Chat } from '#src/ports/chat.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { Task } from '#src/ports/effect-kind.ts';

type Means = { readonly chat: Chat; readonly documents: Documents; readonly task: Task };
export type Fresh = { readonly name: string; readonly bytes: Uint8Array };
export type Shared = Fresh & { readonly permalink: string | null };

/**
 * Puts files into the data folder, and in one message into the thread: all or none of them. On a further attempt it looks
 * for each first, for they may be there, as they were then.
 */
export async function share({ chat, documents, task }: Means, files: readonly Fresh[]): Promise<readonly Shared[]> {
  const card = await task.message('card');
  const since = task.row.firstSentAt ?? task.row.createdAt;
  const place = { channel: card?.channel ?? task.run.channel, thread: card?.ts ?? null };
  const kept: Shared[] = [];
  const missing: Fresh[] = [];
  for (const { name, bytes: fresh } of files) {
    const there = task.row.attempt === 1 ? null : await chat.findFile({ ...place, since, name });
    const bytes = (there && (await documents.read(name))) ?? fresh;
    await documents.save(name, bytes);
    if (there) kept.push({ name, bytes, permalink: there.permalink });
    else missing.push({ name, bytes });
  }
  if (missing.length === 0) return kept;
  const links = await chat.upload({ ...place, files: missing.map(file => ({ ...file, title: file.name })) });
  const shared = missing.map((file, index) => ({ ...file, permalink: links[index] ?? null }));
  return files.flatMap(({ name }) => [...kept, ...shared].find(one => one.name === name) ?? []);
}
