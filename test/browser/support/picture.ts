import { join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = process.env['GONOGO_PICTURES'];

/** A picture for the README, where `GONOGO_PICTURES` names a folder; nothing otherwise, so that a test run changes no file. */
export async function picture(page: Page, name: string, scheme: 'light' | 'dark' = 'light'): Promise<void> {
  if (FOLDER === undefined) return;
  await page.emulateMedia({ colorScheme: scheme });
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.emulateMedia({ colorScheme: 'light' });
}
