import type { Chat } from '#src/ports/chat.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { Task } from '#src/ports/effect-kind.ts';

type Means = { readonly chat: Chat; readonly documents: Documents; readonly task: Task };
export type Fresh = { readonly name: string; readonly bytes: Uint8Array };
export type Shared = Fresh & { readonly permalink: string | null };

/** Puts files into the data folder and the thread. On a further attempt it looks for each first: some may be there, as they were then. */
export async function share({ chat, documents, task }: Means, files: readonly Fresh[]): Promise<readonly Shared[]> {
  const card = await task.message('card');
  const since = task.row.firstSentAt ?? task.row.createdAt;
  const place = { channel: card?.channel ?? task.run.channel, thread: card?.ts ?? null, since };
  const shared: Shared[] = [];
  for (const { name, bytes: fresh } of files) {
    const there = task.row.attempt === 1 ? null : await chat.findFile({ ...place, name });
    const bytes = (there && (await documents.read(name))) ?? fresh;
    await documents.save(name, bytes);
    const { permalink } = there ?? (await chat.upload({ ...place, name, title: name, bytes }));
    shared.push({ name, bytes, permalink });
  }
  return shared;
}
