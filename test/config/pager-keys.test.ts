import { expect, test } from 'vitest';
import { readConfig } from '#src/config/env.ts';
import { pagerKeys } from '#src/config/pager-keys.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';

const bare = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' });

function shop(onCall: { readonly schedule: string } | null): Product {
  const duty = { title: 'On call', onCall, pager: null, users: ['U0ANA'], group: null, mail: [] };
  return { name: 'shop', services: {}, roles: { duty }, subscribers: [] } as unknown as Product;
}

test('[B4] a product whose people are listed needs no token of PagerDuty', () => {
  expect(pagerKeys(bare, [shop(null)])).toEqual({});
});

test('[B4] one that looks up who is on call does not start without it, and says for whom', () => {
  expect(() => pagerKeys(bare, [shop({ schedule: 'P1' })])).toThrow(
    'PAGERDUTY_TOKEN is needed: shop looks up who is On call',
  );
});
