import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHttp } from '#src/adapters/http/http.ts';
import { createSubscribers } from '#src/adapters/subscribers/subscribers.ts';
import { startService } from '../adapters/support/service.ts';

/** What events for the subscriber are signed with. */
export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;

/** A product whose subscriber is this one. */
export async function outside() {
  const subscriber = await startService();
  onTestFinished(() => subscriber[Symbol.asyncDispose]());
  const product = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'lighthouse');
  cpSync(join(import.meta.dirname, '../scenarios/products/lighthouse'), product, { recursive: true });
  const file = join(product, 'product.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('http://hook', subscriber.url));
  const http = createHttp({ secrets: {} });
  onTestFinished(() => http[Symbol.asyncDispose]());
  return {
    subscriber,
    product,
    ports: { subscribers: createSubscribers({ http, secrets: { GONOGO_WEBHOOK_SECRET: [SECRET] }, now: Date.now }) },
  };
}
