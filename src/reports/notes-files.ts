import type { Notes } from '#src/domain/release/notes.ts';
import { renderPdf } from './pdf/pdf.ts';

export type NotesFile = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };

type NotesFilesRequest = {
  readonly run: string;
  readonly notes: Pick<Notes, 'number' | 'markdown' | 'at'>;
  readonly title: string;
  /** `md`, `pdf` */
  readonly formats: readonly string[];
};

/** One version of the release notes as files. The same version always gives the same bytes. */
export async function notesFiles({ run, notes, title, formats }: NotesFilesRequest): Promise<readonly NotesFile[]> {
  const { number, markdown, at } = notes;
  const name = `${run}-release-notes-v${number}`;
  const files: NotesFile[] = [];
  if (formats.includes('md'))
    files.push({ name: `${name}.md`, type: 'text/markdown; charset=utf-8', bytes: new TextEncoder().encode(markdown) });
  if (formats.includes('pdf')) {
    const header = `${run} · ${title} · release notes, version ${number}`;
    files.push({ name: `${name}.pdf`, type: 'application/pdf', bytes: await renderPdf({ markdown, header, at }) });
  }
  return files;
}
