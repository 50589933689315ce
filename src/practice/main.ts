import { fileURLToPath } from 'node:url';
import { startPractice } from './start.ts';

export type PracticeSettings = {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly runbooks: string;
  /** The product to practise: a folder of `runbooks`. */
  readonly product: string;
  /** PATH, HOME and LANG of whoever starts it. */
  readonly hostEnv: { readonly [name: string]: string };
  /** Where its few words go: standard output, or a test. */
  readonly write: (text: string) => void;
};

const MANIFEST = fileURLToPath(new URL('../../manifest.yml', import.meta.url));
const BOT = fileURLToPath(new URL('bot.ts', import.meta.url));

/** `npm start` without any Slack: opens the workspace and runs until SIGINT or SIGTERM. */
export async function practise(settings: PracticeSettings): Promise<void> {
  const { write, ...rest } = settings;
  const practice = await startPractice({ ...rest, manifest: MANIFEST, botEntry: BOT, onOutput: write });
  write(`\n  gonogo practice: ${practice.url}\n\n  No account is needed; everything is on this machine.\n`);
  write('  It starts with a fresh workspace each time. Ctrl-C ends it.\n\n');
  await new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await practice[Symbol.asyncDispose]();
}
