import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Practice, startPractice } from '#src/practice/start.ts';
import { launch } from './browser.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** Real milliseconds between two lines of a stand-in: long enough to be killed in between. */
const BEAT_MS = 120;
/** The longest wait for one state: half an hour is wound in about fifteen seconds. */
export const PATIENCE_MS = 40_000;

/** The practice workspace as it is shipped, with its own bot and the shipped runbook, and one newcomer in front of it. */
export type Workspace = { readonly practice: Practice; readonly page: Page } & AsyncDisposable;

export async function openWorkspace(): Promise<Workspace> {
  const stack = new AsyncDisposableStack();
  const data = mkdtempSync(join(tmpdir(), 'gonogo-journey-'));
  stack.defer(() => rmSync(data, { recursive: true, force: true }));
  const practice = stack.use(
    await startPractice({
      host: '127.0.0.1',
      port: 0,
      data,
      runbooks: 'runbooks',
      product: 'valero',
      manifest: at('manifest.yml'),
      botEntry: at('src/practice/bot.ts'),
      hostEnv: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LOG_LEVEL: 'error' },
      onOutput: text => void process.stderr.write(text),
      beatMs: BEAT_MS,
    }),
  );
  const browser = stack.adopt(await launch(), one => one.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', error => void process.stderr.write(`page: ${error.stack}\n`));
  await page.goto(practice.url);
  await page.getByText('Running, process').waitFor();
  return { practice, page, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** The card of the newest release. */
export const card = (page: Page): Locator =>
  page
    .locator('main')
    .getByRole('article', { name: /REL-\d+, / })
    .last();
export const thread = (page: Page): Locator => page.getByRole('region', { name: 'Thread' });
export const guide = (page: Page): Locator => page.getByRole('region', { name: 'What is next' });

export async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: /Message/ }).fill(text);
  await page.keyboard.press('Enter');
}

export async function become(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).click();
}

export async function setFault(page: Page, name: string, on: boolean): Promise<void> {
  const fault = page.getByRole('switch', { name });
  await (on ? fault.check() : fault.uncheck());
}

/** Every text the bot said, with the channel it said it in, the oldest first. */
export function said({ practice }: Workspace): readonly string[] {
  const { messages, directory } = practice.slack.workspace;
  const byBot = messages.all().filter(one => one.user === directory.bot.user_id);
  // A file that is shared says its name.
  return byBot.map(one => `${one.channel} ${one.text}${one.files.map(file => file.name).join()}`);
}

/** How often each command line was started that holds `part`. */
export function startsOf({ practice }: Workspace, part: string): readonly string[] {
  return practice.demo
    .journal()
    .map(one => one.command)
    .filter(command => command.includes(part));
}

export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(what, { timeout: PATIENCE_MS, interval: 50 }).toBe(true);
}
