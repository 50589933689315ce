import { expect, test } from 'vitest';
import { openPlace } from './place.ts';

const secret = (text: string) => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`;
const TWO = `subscribers:
  - http: https://a.example/hook
  - { http: "https://b.example/hook", secret: B_SECRET }
`;

async function seen(env: { readonly [name: string]: string }) {
  const place = await openPlace({ edit: text => `${text}\n${TWO}` });
  const { findings, text } = await place.examine(env);
  return { text, found: findings.filter(one => one.check === 'Subscribers').map(one => `${one.outcome}: ${one.says}`) };
}

test('every subscriber has a secret of its own', async () => {
  const { found } = await seen({ GONOGO_WEBHOOK_SECRET: secret('a'), B_SECRET: `${secret('c')} ${secret('b')}` });
  expect(found).toEqual([
    expect.stringMatching(/^ok: GONOGO_WEBHOOK_SECRET is set, for 1 of them/),
    expect.stringMatching(/^ok: B_SECRET is being changed: events are signed with both/),
  ]);
});

test('a secret that is missing is a problem, and one that two have is a warning; none is shown', async () => {
  expect((await seen({ B_SECRET: secret('b') })).found).toContain(
    'problem: GONOGO_WEBHOOK_SECRET is needed: kiosk has subscribers, and nothing is sent unsigned.',
  );
  const { found, text } = await seen({ GONOGO_WEBHOOK_SECRET: secret('a'), B_SECRET: `${secret('b')} ${secret('a')}` });
  expect(found).toContain(
    'warning: GONOGO_WEBHOOK_SECRET and B_SECRET: 2 subscribers have the same secret, and each could sign for the bot to the others.',
  );
  expect(text).not.toContain(secret('a'));
});
