import { expect, test } from 'vitest';
import { readConfig } from '#src/config/env.ts';
import { pagerKeys } from '#src/config/pager-keys.ts';
import { readSigningSecrets, signingSecrets } from '#src/config/signing-secrets.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';

const secret = (text: string) => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`;
const [OLD, NEW] = [secret('old'), secret('new')];
const ENV = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const shop = {
  name: 'shop',
  services: {},
  roles: {},
  subscribers: [
    { url: 'https://a.example', headers: {} },
    { url: 'https://b.example', headers: {}, secret: 'B_SECRET' },
  ],
} as unknown as Product;

test.each([
  [OLD, [OLD]],
  [`${NEW} ${OLD}`, [NEW, OLD]],
  [` ${NEW}\n${OLD} `, [NEW, OLD]],
  [`${NEW} ${OLD} ${OLD}`, null],
  ['', null],
  ['whsec_short', null],
  [`${NEW},${OLD}`, null],
])('%j is read', (text, read) => {
  expect(readSigningSecrets(text)).toEqual(read);
});

test('each subscriber has the secret it names, and one that names none has the shared one', () => {
  const config = readConfig({ ...ENV, GONOGO_WEBHOOK_SECRET: OLD, B_SECRET: `${NEW} ${OLD}` });
  expect(signingSecrets(config, [shop])).toEqual({
    secrets: { GONOGO_WEBHOOK_SECRET: [OLD], B_SECRET: [NEW, OLD] },
    problems: new Map(),
  });
});

test('a bot that could not sign does not start, and says each variable without what it holds', () => {
  const bare = readConfig({ ...ENV, B_SECRET: 'my-s3cret' });
  expect(() => pagerKeys(bare, [shop])).toThrow(/GONOGO_WEBHOOK_SECRET is needed: shop.*\n.*B_SECRET must be whsec_/);
  expect(() => pagerKeys(bare, [shop])).not.toThrow(/my-s3cret/);
});
