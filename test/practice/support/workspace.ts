import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Practice, startPractice } from '#src/practice/start.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The practice workspace as it is shipped, with its own bot and one of the products; its stand-ins answer at once. */
export async function openPractice(product: string): Promise<Practice & AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  const data = mkdtempSync(join(tmpdir(), 'gonogo-walk-'));
  stack.defer(() => rmSync(data, { recursive: true, force: true }));
  const runbooks = join(data, 'runbooks');
  cpSync(at(`runbooks/${product}`), join(runbooks, product), { recursive: true });
  const practice = stack.use(
    await startPractice({
      host: '127.0.0.1',
      port: 0,
      data,
      runbooks,
      product,
      manifest: at('manifest.yml'),
      botEntry: at('src/practice/bot.ts'),
      hostEnv: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LOG_LEVEL: 'error' },
      onOutput: text => void process.stderr.write(text),
      beatMs: 0,
    }),
  );
  return { ...practice, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
