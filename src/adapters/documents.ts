import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GonogoError } from '#src/errors.ts';
import type { Documents } from '#src/ports/documents.ts';

/** Keeps documents in the folder `documents` of the data folder, which is made when the first one comes. */
export function createDocuments({ dataFolder }: { readonly dataFolder: string }): Documents {
  const folder = join(dataFolder, 'documents');
  return {
    async save(name, bytes) {
      const file = join(folder, basename(name));
      try {
        await mkdir(folder, { recursive: true });
        // A reader, or a bot that dies here, never leaves half of one.
        await writeFile(`${file}.part`, bytes);
        await rename(`${file}.part`, file);
      } catch (cause) {
        throw new GonogoError('documents.failed', `${file} could not be written: ${(cause as Error).message}`, {
          cause,
          retryable: true,
        });
      }
    },
    async read(name) {
      try {
        return await readFile(join(folder, basename(name)));
      } catch {
        return null;
      }
    },
  };
}
