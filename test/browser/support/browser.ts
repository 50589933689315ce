import { type Browser, chromium } from 'playwright-core';

/** The machine's Chromium, quiet: it calls nobody. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['GONOGO_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
