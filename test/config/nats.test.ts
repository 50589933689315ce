import { expect, test } from 'vitest';
import { readConfig } from '#src/config/env.ts';
import { secretsOf } from '#src/config/secrets.ts';

const BASE = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const read = (GONOGO_NATS: string, more = {}) => readConfig({ ...BASE, GONOGO_NATS, ...more });

test.each([
  ['nats://nats.example.com', { servers: ['nats.example.com:4222'], tls: false }],
  ['tls://one:4443, nats://two', { servers: ['one:4443', 'two:4222'], tls: true }],
  ['nats://[::1]:4222', { servers: ['[::1]:4222'], tls: false }],
  ['nats://bot:p%40ss-word@nats', { servers: ['nats:4222'], tls: false, user: 'bot', pass: 'p@ss-word' }],
  ['nats://t0ken-of-ours@nats', { servers: ['nats:4222'], tls: false, token: 't0ken-of-ours' }],
])('%s is read', (address, nats) => {
  expect(read(address).nats).toEqual(nats);
});

test.each(['nats.example.com', 'http://nats', 'nats://', 'nats://nats/queue', 'nats://a,', 'nats://bot:%zz@nats'])(
  '%s is refused in a sentence that does not repeat it',
  address => {
    expect(() => read(address)).toThrow('GONOGO_NATS must be the address of a NATS server or several with commas');
    expect(() => read(address)).not.toThrow(/%zz/);
  },
);

test('credentials are of use with an address only', () => {
  expect(read('nats://nats', { GONOGO_NATS_CREDS: '/etc/gonogo.creds' }).nats?.credentials).toBe('/etc/gonogo.creds');
  expect(() => readConfig({ ...BASE, GONOGO_NATS_CREDS: '/etc/gonogo.creds' })).toThrow(
    'GONOGO_NATS is needed with GONOGO_NATS_CREDS',
  );
});

test('a password and a token are among what is never shown', () => {
  expect(secretsOf(read('nats://bot:p%40ss-word@nats'))).toContain('p@ss-word');
  expect(secretsOf(read('nats://t0ken-of-ours@nats'))).toContain('t0ken-of-ours');
});
