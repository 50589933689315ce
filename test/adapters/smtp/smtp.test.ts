import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { createSmtp } from '#src/adapters/smtp/smtp.ts';
import { failureOf } from '../../contracts/pager.ts';
import { deadAddress } from '../support/service.ts';

const MAIL = { id: 'effect7', to: ['li@shop.example', 'tom@shop.example'], subject: 'Übergabe', text: 'Grüße ✔' };
const PASSWORD = 's3cr3t-of-smtp';
const servers: { close(): unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Taken = { readonly envelope: readonly string[]; readonly raw: Buffer };

/** A mail server that takes what it is told to take. */
async function mailServer(options: SMTPServerOptions = {}) {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    onAuth: (auth, _session, done) =>
      auth.password === PASSWORD ? done(null, { user: 'bot' }) : done(new Error('who are you?')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        taken.push({ envelope: session.envelope.rcptTo.map(one => one.address), raw: Buffer.concat(parts) });
        done();
      });
    },
    ...options,
  });
  servers.push(server);
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { taken, url: `smtp://bot:${PASSWORD}@127.0.0.1:${port}` };
}

const smtp = (url: string) => createSmtp({ url, from: 'gonogo@shop.example', timeoutMs: 400 });

test('[V3] a mail arrives with its files, its umlauts, and an id that is its own', async () => {
  const { url, taken } = await mailServer();
  const files = [{ name: 'notes.md', type: 'text/markdown; charset=utf-8', bytes: Buffer.from('# Ä') }];
  expect(await smtp(url).send({ ...MAIL, files })).toEqual({ says: 'handed to 127.0.0.1' });
  expect(await smtp(url).send({ ...MAIL, files })).toEqual({ says: 'handed to 127.0.0.1' });
  const [first, again] = await Promise.all(taken.map(one => PostalMime.parse(one.raw)));
  expect(first).toMatchObject({
    subject: 'Übergabe',
    from: { name: 'gonogo', address: 'gonogo@shop.example' },
    messageId: '<effect7@shop.example>',
  });
  expect(first?.text?.trim()).toBe('Grüße ✔');
  const [attached] = first?.attachments ?? [];
  expect(attached).toMatchObject({ filename: 'notes.md', mimeType: 'text/markdown' });
  expect(Buffer.from(attached?.content as ArrayBuffer).toString()).toBe('# Ä');
  // A copy sent twice is recognisable as one.
  expect(again?.messageId).toBe(first?.messageId);
});

test('an address with a line break in it names nobody else', async () => {
  const { url, taken } = await mailServer();
  const mail = { ...MAIL, to: ['li@shop.example\r\nBcc: evil@x.example'] };
  await smtp(url)
    .send(mail)
    .catch(() => undefined);
  expect(
    taken.flatMap(one => one.envelope).filter(one => one.includes('evil@x.example') && !one.includes('li@')),
  ).toEqual([]);
  expect(taken.map(one => one.raw.toString()).join()).not.toMatch(/^Bcc:/m);
});

test('whom the server refuses is said, and the others have it', async () => {
  const { url, taken } = await mailServer({
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('tom@') ? done(Object.assign(new Error('gone'), { responseCode: 550 })) : done(),
  });
  expect(await smtp(url).send(MAIL)).toEqual({ says: 'handed to 127.0.0.1, which refused tom@shop.example' });
  expect(taken.map(one => one.envelope)).toEqual([['li@shop.example']]);
});

test('whom the server asks to try later is told apart from whom it refuses, and the others have it', async () => {
  const { url, taken } = await mailServer({
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = { 'tom@shop.example': 450, 'old@shop.example': 550 }[address];
      done(responseCode ? Object.assign(new Error('no'), { responseCode }) : undefined);
    },
  });
  expect(await smtp(url).send({ ...MAIL, to: [...MAIL.to, 'old@shop.example'] })).toEqual({
    says: 'handed to 127.0.0.1, which refused old@shop.example',
    later: ['tom@shop.example'],
  });
  expect(taken.map(one => one.envelope)).toEqual([['li@shop.example']]);
});

const refusing = (responseCode: number): SMTPServerOptions => ({
  onMailFrom: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })),
});

test.each([
  [451, { retryable: true, unknown: false }],
  [552, { retryable: false, unknown: false }],
])('a server that answers %i has sent nothing', async (code, flags) => {
  const { url } = await mailServer(refusing(code));
  const failure = await failureOf(smtp(url).send(MAIL));
  expect(failure).toMatchObject({ code: 'mail.failed', ...flags });
  expect(failure.message).toContain(`answered ${code}`);
});

test('a wrong password is refused for good, and shown to nobody', async () => {
  const { url } = await mailServer();
  const failure = await failureOf(smtp(url.replace(PASSWORD, 'other')).send(MAIL));
  expect(failure).toMatchObject({ code: 'mail.failed', retryable: false });
  expect(failure.message).not.toMatch(/other|s3cr3t/);
});

test('a server that takes the mail and says nothing may have sent it', async () => {
  const { url } = await mailServer({ onData: stream => void stream.resume() });
  expect(await failureOf(smtp(url).send(MAIL))).toMatchObject({ retryable: true, unknown: true });
});

test('a server that is not there has certainly sent nothing', async () => {
  const dead = new URL(await deadAddress());
  const failure = await failureOf(smtp(`smtp://${dead.host}`).send(MAIL));
  expect(failure).toMatchObject({ code: 'mail.failed', retryable: true, unknown: false });
});

test('a server that never greets is left in time', async () => {
  const silent = createServer(() => undefined);
  servers.push(silent);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  expect(await failureOf(smtp(`smtp://127.0.0.1:${port}`).send(MAIL))).toMatchObject({
    code: 'mail.failed',
    retryable: true,
  });
});
