import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#src/base/time.ts';

/** Folders deleted in one go; the rest waits for the next day. */
const PRUNED_MAX = 5_000;

/**
 * Deletes run directories nothing was written to since `before`; answers how many. One whose command still runs is touched
 * every half second, so it never is that old.
 */
export async function pruneRunDirectories(folder: string, before: Instant): Promise<number> {
  let deleted = 0;
  for (const name of await namesIn(folder)) {
    if (deleted === PRUNED_MAX) break;
    const path = join(folder, name);
    if ((await lastWritten(path)) >= before) continue;
    await rm(path, { recursive: true, force: true });
    deleted += 1;
  }
  return deleted;
}

/** None where no command was ever started. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function lastWritten(path: string): Promise<number> {
  const times = [path, ...(await readdir(path)).map(name => join(path, name))].map(
    async one => (await stat(one)).mtimeMs,
  );
  return Math.max(...(await Promise.all(times)));
}
