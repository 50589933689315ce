import { expect, test } from 'vitest';
import { createMask } from '#src/telemetry/mask.ts';

const SECRET = 'c4nary/"with+odd=chars';
const mask = createMask([SECRET, 'abc']);

test.each([
  ['as it is', SECRET],
  ['inside JSON', JSON.stringify({ note: SECRET })],
  [
    'inside JSON inside JSON',
    JSON.stringify({ body: JSON.stringify({ note: 'c4nary-plain' }) }).replace('c4nary-plain', SECRET),
  ],
  ['in an address', `https://x.example/?key=${encodeURIComponent(SECRET)}`],
  ['in a form', new URLSearchParams({ key: SECRET }).toString()],
  ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
])('a known secret is taken out %s', (_name, text) => {
  expect(mask(text)).toContain('***');
  expect(mask(text)).not.toContain('c4nary');
  expect(mask(text)).not.toContain(Buffer.from(SECRET).toString('base64').slice(4, 20));
});

test.each(['a:', 'ab:', 'abc:', 'user:'])('a secret is taken out of base64 that starts with %s', prefix => {
  const whole = Buffer.from(`${prefix}${SECRET}`).toString('base64');
  const masked = mask(whole);
  expect(masked).toContain('***');
  expect(Buffer.from(masked.split('***')[0] ?? '', 'base64').toString()).not.toContain('c4n');
});

test.each([
  ['a bot token', 'xoxb-12345-67890-AbCdEf'],
  ['an app token', 'xapp-1-A1-23-abcdef'],
  ['a bearer', 'Bearer abcdefghijklmnop.qrst'],
  ['a pager token', 'Token token=y_NbAkKc66ryYTWUXYEu'],
  ['a GitHub token', `ghp_${'a1'.repeat(18)}`],
  ['a response_url', 'https://hooks.slack.com/commands/T1/123/canary'],
  ['a password in an address', 'postgres://gonogo:canary@db/gonogo'],
])('%s nobody told us of is taken out by its looks', (_name, text) => {
  expect(mask(`before ${text} after`)).toMatch(/^before .*\*\*\*.* after$/);
  expect(mask(text)).not.toMatch(/canary|67890|abcdef|NbAk|a1a1/);
});

test.each([
  'Basic checks passed: 12 of 12',
  '{"at":"http://127.0.0.1:3000","by":"ana@example.com"}',
  'abc: a value too short to be a secret',
])('ordinary text stays as it is: %s', text => {
  expect(mask(text)).toBe(text);
});
