import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GonogoError } from '#src/errors.ts';
import type { Rehearsals, Rehearsed } from '#src/ports/rehearsals.ts';

export type RehearsalOptions = {
  /** Folder of the products, as files are now. */
  readonly runbooks: string;
  /** Overrides of vars, by name; nothing else of the bot's environment is handed on. */
  readonly vars: { readonly [name: string]: string };
};

/** A rehearsal takes a second or two; one that takes this long is ended. */
const TIMEOUT_MS = 60_000;
const REPORT_MAX_BYTES = 8 * 1024 * 1024;
/** Node itself refuses writes, processes and workers to it. */
const MAY_ONLY_READ = ['--permission', '--allow-fs-read=*', '--allow-addons'];
const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

export function createRehearsals({ runbooks, vars }: RehearsalOptions): Rehearsals {
  const env = Object.fromEntries(Object.entries(vars).map(([name, value]) => [`GONOGO_VAR_${name}`, value]));
  return {
    run({ product, what, turn }) {
      const chosen = Object.entries(turn).flatMap(([name, value]) => (value === null ? [] : [`--${name}`, value]));
      const argv = [...MAY_ONLY_READ, CLI, 'rehearse', what, product, '--folder', runbooks, ...chosen];
      const options = { env, timeout: TIMEOUT_MS, maxBuffer: REPORT_MAX_BYTES };
      return new Promise<Rehearsed>((resolve, reject) => {
        execFile(process.execPath, argv, options, (error, stdout, stderr) => {
          // A rehearsal that found problems ends with 1 as well, and has a report.
          if (stdout.trim() !== '') return resolve({ text: stdout, sound: error === null });
          const why = error?.killed ? 'it took too long and was ended' : (stderr.trim().split('\n').at(-1) ?? '');
          reject(new GonogoError('rehearsal.failed', why === '' ? 'it ended without a word' : why));
        });
      });
    },
  };
}
