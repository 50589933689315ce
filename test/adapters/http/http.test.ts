import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANSWER_BYTES_MAX, createHttp } from '#src/adapters/http/http.ts';
import { GonogoError } from '#src/errors.ts';
import { deadAddress, type Service, startService } from '../support/service.ts';

const SECRET = 's3cr3t-token';
let service: Service;
const http = createHttp({ secrets: { TOKEN: SECRET, BROKEN: `${SECRET}\nx: y` } });

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service[Symbol.asyncDispose]());

async function failed(request: Parameters<typeof http.send>[0]): Promise<GonogoError> {
  const error = await http.send(request).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof GonogoError)) throw new Error(`expected a failure, got ${error}`);
  expect(error.code).toBe('http.failed');
  expect(`${error.message} ${error.cause} ${error.stack}`).not.toContain(SECRET);
  return error;
}

const get = (url: string, headers = {}) => ({ method: 'GET', url, headers });

describe('what came', () => {
  test('is answered with its status, whatever it is', async () => {
    service.answer('/health', { status: 503, body: 'down', headers: { 'x-why': 'disk' } });
    const answer = await http.send(get(`${service.url}/health`));
    expect(answer).toMatchObject({ status: 503, text: 'down', headers: { 'x-why': 'disk' } });
    expect(answer.latencyMs).toBeGreaterThanOrEqual(0);
  });

  test('a body is sent as JSON', async () => {
    service.answer('/deploy', 'ok');
    await http.send({ method: 'POST', url: `${service.url}/deploy`, headers: {}, json: { version: '1.2.3' } });
    expect(service.requests[0]).toMatchObject({ method: 'POST', body: '{"version":"1.2.3"}' });
    expect(service.requests[0]?.headers['content-type']).toBe('application/json');
  });

  test('a redirect is an answer and is not followed', async () => {
    service.answer('/old', { status: 302, headers: { location: '/new' } });
    expect((await http.send(get(`${service.url}/old`))).status).toBe(302);
    expect(service.requests).toHaveLength(1);
  });

  test('one megabyte is taken, more is refused', async () => {
    service.answer('/big', 'x'.repeat(ANSWER_BYTES_MAX));
    service.answer('/bigger', 'x'.repeat(ANSWER_BYTES_MAX + 1));
    expect((await http.send(get(`${service.url}/big`))).text).toHaveLength(ANSWER_BYTES_MAX);
    expect(await failed(get(`${service.url}/bigger`))).toMatchObject({ retryable: false, unknown: true });
  });

  test('no connection is used twice, so that none can turn out to be stale', async () => {
    service.answer('/', 'ok');
    await http.send(get(`${service.url}/`));
    await http.send(get(`${service.url}/`));
    expect(service.requests.map(one => one.headers.connection)).toEqual(['close', 'close']);
  });
});

describe('what failed', () => {
  test('nobody listening: it certainly did not arrive', async () => {
    const error = await failed(get(`${await deadAddress()}/deploy`));
    expect(error).toMatchObject({ unknown: false, retryable: true });
    expect(error.message).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/deploy: the connection was refused \(ECONNREFUSED\)$/,
    );
  });

  test('a name nobody knows: it certainly did not arrive', async () => {
    expect(await failed(get('http://gonogo.invalid/'))).toMatchObject({ unknown: false, retryable: true });
  });

  test('no answer in time: it may have arrived', async () => {
    service.answer('/slow', 'hang');
    const error = await failed({ ...get(`${service.url}/slow`), timeoutMs: 50 });
    expect(error).toMatchObject({ unknown: true, retryable: true });
  });

  test('a connection that breaks off: it may have arrived', async () => {
    service.answer('/drop', 'drop');
    expect(await failed(get(`${service.url}/drop`))).toMatchObject({ unknown: true, retryable: true });
  });

  test.each(['file:///etc/passwd', 'ftp://x/y', 'not an address', 'http://ada:s3cr3t-token@shop/'])(
    'an address that is not for us: %s',
    async url => {
      expect(await failed(get(url))).toMatchObject({ unknown: false, retryable: false });
    },
  );
});

describe('secrets', () => {
  test('are put into headers, and masked in what comes back', async () => {
    service.answer('/', { body: `you sent ${SECRET}`, headers: { 'x-echo': SECRET } });
    const answer = await http.send(get(`${service.url}/`, { authorization: 'Bearer ${{ secrets.TOKEN }}' }));
    expect(service.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(answer).toMatchObject({ text: 'you sent ***', headers: { 'x-echo': '***' } });
  });

  test('one that is not set is named, one that cannot be sent is not shown', async () => {
    const missing = await failed(get(`${service.url}/`, { authorization: '${{ secrets.NOPE }}' }));
    expect(missing.message).toContain('GONOGO_SECRET_NOPE');
    const broken = await failed(get(`${service.url}/`, { authorization: '${{secrets.BROKEN}}' }));
    expect(broken.message).toBe('the header authorization holds characters that cannot be sent');
    expect(service.requests).toHaveLength(0);
  });

  test('do not come from what every object has', async () => {
    expect((await failed(get(`${service.url}/`, { a: '${{ secrets.constructor }}' }))).message).toContain('not set');
  });

  test('a failure on the way does not show them', async () => {
    await failed(get(await deadAddress(), { authorization: '${{ secrets.TOKEN }}' }));
  });
});

test('whoever wraps the calls sees each of them', async () => {
  const seen: string[] = [];
  const wrapped = createHttp({
    secrets: {},
    wrap: fetchFn => (input, init) => {
      seen.push(`${init?.method} ${input}`);
      return fetchFn(input, init);
    },
  });
  service.answer('/', 'ok');
  await wrapped.send(get(`${service.url}/`));
  expect(seen).toEqual([`GET ${service.url}/`]);
});
