import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

type Mask = (text: string) => string;

const STDOUT_MAX = 64 * 1024;
const TAIL_MAX = 4 * 1024;
/** Of a stream that was written to longer ago, at least so much stays in the tail. */
const TAIL_OLDER_MIN = 1024;
/** Much of what a terminal is sent is colours and progress bars, of which people see little. */
const TAIL_READ = 32 * 1024;
/** Longer than any secret in any form: read beside the wanted part, so that none is cut in two and shows its half. */
const SECRET_MAX = 4 * 1024;

/** What the command wrote to standard output, from its beginning, up to 64 KB, secrets masked. */
export function readStdout(folder: string, mask: Mask): string {
  const { text, size } = readPart(folder, 'stdout', { from: 'start', bytes: STDOUT_MAX + SECRET_MAX });
  if (size <= STDOUT_MAX) return mask(text);
  return mask(text).slice(0, -SECRET_MAX).slice(0, STDOUT_MAX);
}

/**
 * The last 4 KB of stdout and stderr, fit for people. They are two files, so the true order of their lines is not known:
 * the stream written to last stands last, which is where an error message is looked for.
 */
export function readTail(folder: string, mask: Mask): string {
  const ends = [endOf(folder, 'stdout', mask), endOf(folder, 'stderr', mask)]
    .filter(end => end.text !== '')
    .sort((a, b) => a.writtenAt - b.writtenAt);
  const newer = ends.at(-1)?.text ?? '';
  const older = ends.length === 2 ? (ends[0]?.text ?? '') : '';
  const last = newer.slice(-(TAIL_MAX - Math.min(older.length, TAIL_OLDER_MIN)));
  const first = older === '' ? '' : older.slice(-Math.max(TAIL_OLDER_MIN, TAIL_MAX - last.length));
  return [first, last].filter(Boolean).join('\n').toWellFormed().trim();
}

function endOf(folder: string, name: string, mask: Mask): { text: string; writtenAt: number } {
  const bytes = TAIL_READ + SECRET_MAX;
  const { text, size, writtenAt } = readPart(folder, name, { from: 'end', bytes });
  const masked = mask(clean(text));
  return { text: (size > bytes ? sharedEnd(masked, mask(clean(text.slice(SECRET_MAX)))) : masked).trim(), writtenAt };
}

/**
 * What two texts end with alike. Of a text that begins in the middle of a secret that is the part no half of it can stand
 * in: read from further ahead it is masked, and from there on both are the same.
 */
function sharedEnd(one: string, other: string): string {
  let length = 0;
  while (length < other.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return other.slice(other.length - length);
}

/**
 * Text without what moves a terminal, turns the reading direction or hides. Of a line that was written over again and
 * again (a progress bar) the last state stays.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map(line => line.split('\r').findLast(state => state !== '') ?? '')
    .join('\n')
    .replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '');
}

type Part = { readonly text: string; readonly size: number; readonly writtenAt: number };

/** An empty part when the command has not come so far as to have the file. */
function readPart(folder: string, name: string, { from, bytes }: { from: 'start' | 'end'; bytes: number }): Part {
  let file: number;
  try {
    file = openSync(join(folder, name), 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { text: '', size: 0, writtenAt: 0 };
    throw error;
  }
  try {
    const { size, mtimeMs } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(bytes, size));
    const read = readSync(file, buffer, 0, buffer.length, from === 'start' ? 0 : size - buffer.length);
    return { text: buffer.toString('utf8', 0, read), size, writtenAt: mtimeMs };
  } finally {
    closeSync(file);
  }
}
