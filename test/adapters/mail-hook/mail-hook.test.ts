import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp } from '#src/adapters/http/http.ts';
import { createMailHook } from '#src/adapters/mail-hook/mail-hook.ts';
import { failureOf } from '../../contracts/pager.ts';
import { deadAddress, type Service, startService } from '../support/service.ts';

const MAIL = { id: 'effect7', to: ['li@shop.example'], subject: 'SEV1', text: 'Nobody acknowledged the page.' };
const PATH = '/hook/s3cr3t-of-the-hook';
let service: Service;
const http = createHttp({ secrets: {} });
const hook = (url = service.url + PATH) => createMailHook({ url, http, timeoutMs: 200 });

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service[Symbol.asyncDispose]());

test('a mail is posted as JSON, and its id tells a repeat', async () => {
  service.answer(PATH, { status: 202 });
  await hook().send(MAIL);
  const [request] = service.requests;
  expect(request).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'effect7' } });
  expect(JSON.parse(request?.body ?? '')).toEqual({ to: MAIL.to, subject: MAIL.subject, text: MAIL.text });
});

test('files go along as base64', async () => {
  service.answer(PATH, { status: 202 });
  const files = [{ name: 'notes.md', type: 'text/markdown', bytes: Buffer.from('# Ä') }];
  expect(await hook().send({ ...MAIL, files })).toEqual({ says: 'handed to the mail hook' });
  const { files: sent } = JSON.parse(service.requests[0]?.body ?? '');
  expect(sent).toEqual([{ name: 'notes.md', type: 'text/markdown', base64: Buffer.from('# Ä').toString('base64') }]);
});

test.each([
  [{ status: 400 }, { retryable: false, unknown: false }],
  [{ status: 302 }, { retryable: false, unknown: false }],
  [
    { status: 429, headers: { 'retry-after': '30' } },
    { retryable: true, unknown: false, retryAfterMs: 30_000 },
  ],
  [{ status: 503 }, { retryable: true, unknown: false }],
  [{ status: 500 }, { retryable: true, unknown: true }],
  ['hang', { retryable: true, unknown: true }],
  ['drop', { retryable: true, unknown: true }],
] as const)('%j is no mail', async (answer, flags) => {
  service.answer(PATH, answer);
  expect(await failureOf(hook().send(MAIL))).toMatchObject({ code: 'mail.failed', ...flags });
});

test('a hook that is not there certainly sent nothing', async () => {
  const failure = await failureOf(hook(await deadAddress()).send(MAIL));
  expect(failure).toMatchObject({ code: 'mail.failed', retryable: true, unknown: false });
});

test('no failure shows the address of the hook, which may be a secret', async () => {
  for (const answer of ['hang', 'drop', { status: 500 }] as const) {
    service.answer(PATH, answer);
    const { message, cause, stack } = await failureOf(hook().send(MAIL));
    expect(`${message} ${cause} ${stack}`).not.toContain('s3cr3t');
  }
});
