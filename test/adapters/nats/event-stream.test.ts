import type { AddressInfo } from 'node:net';
import { createServer, connect as dial } from 'node:net';
import { HTTP } from 'cloudevents';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { NatsSettings } from '#src/adapters/nats/connect.ts';
import { createEventStream } from '#src/adapters/nats/event-stream.ts';
import type { CloudEvent } from '#src/domain/release/cloud-event.ts';
import { failureOf } from '../../contracts/pager.ts';
import { deadAddress } from '../support/service.ts';
import { hasNats, KEEPER, type NatsServer, startNats } from './nats-server.ts';

const title = hasNats()
  ? 'against a real NATS server'
  : 'against a real NATS server: NOT RUN, there is no nats-server here (apt-get install nats-server)';

const SUBJECT = 'gonogo.valero.scheduler.release.wave1';
const EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'REL-1-42-0123456789ab',
  source: '/gonogo/valero',
  type: 'scheduler.release.wave1',
  subject: 'REL-1',
  time: '2026-11-24T19:05:00.000Z',
  datacontenttype: 'application/json',
  data: { run: 'REL-1', version: '1.3.0', note: 'Grüße ✔' },
};
const TIMEOUT_MS = 1_000;

function publish(settings: Partial<NatsSettings>, event = EVENT) {
  const stream = createEventStream({ servers: [], tls: false, timeoutMs: TIMEOUT_MS, ...settings });
  onTestFinished(() => stream[Symbol.asyncDispose]());
  return stream.publish({ subject: SUBJECT, event });
}

describe.runIf(hasNats())(title, () => {
  let nats: NatsServer;
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    await nats.removeStream('gonogo').catch(() => undefined);
  });
  const here = () => ({ servers: [nats.server] });

  test('[V12] what is kept is a CloudEvent in the structured mode, under its subject and its id', async () => {
    await nats.addStream('gonogo', ['gonogo.>']);
    await publish(here());
    const [kept, ...others] = await nats.kept('gonogo');
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ subject: SUBJECT, id: EVENT.id });
    // The structured mode of NATS is that of HTTP: the whole event as JSON.
    const read = HTTP.toEvent({ headers: { 'content-type': kept?.type ?? '' }, body: kept?.body ?? '' });
    expect(read).toMatchObject({ id: EVENT.id, type: EVENT.type, source: EVENT.source, data: EVENT.data });
  });

  test('[V12] an event whose acknowledgement was lost is kept once when it is published again', async () => {
    await nats.addStream('gonogo', ['gonogo.>']);
    const deaf = await withoutAnswers(nats.server);
    expect(await failureOf(publish({ servers: [deaf] }))).toMatchObject({
      code: 'subscriber.failed',
      retryable: true,
      unknown: true,
    });
    expect(await nats.kept('gonogo')).toHaveLength(1);
    await publish(here());
    await publish(here(), { ...EVENT, id: 'REL-1-43-0123456789ab' });
    expect((await nats.kept('gonogo')).map(one => one.id)).toEqual([EVENT.id, 'REL-1-43-0123456789ab']);
  });

  test('a server that is away has certainly not kept it, and keeps it when it is back', async () => {
    await nats.addStream('gonogo', ['gonogo.>']);
    await nats.stop();
    expect(await failureOf(publish(here()))).toMatchObject({ retryable: true, unknown: false });
    await nats.start();
    await publish(here());
    expect(await nats.kept('gonogo')).toHaveLength(1);
  });

  test('without a stream that takes the subject it is a failure that says what to add', async () => {
    const alone = await failureOf(publish(here()));
    expect(alone).toMatchObject({ code: 'subscriber.failed', retryable: true, unknown: false });
    expect(alone.message).toBe(
      `NATS ${nats.server} has no stream that takes ${SUBJECT}: add one to JetStream that takes gonogo.>.`,
    );
    await nats.addStream('gonogo', ['gonogo.another.>']);
    expect((await failureOf(publish(here()))).message).toContain('no stream that takes');
  });

  test('a listener without a stream is no acknowledgement', async () => {
    await using plain = await startNats({ jetstream: false });
    const failure = await failureOf(publish({ servers: [plain.server] }));
    expect(failure.message).toContain('no stream that takes');
  });

  test('a stream that is full says so', async () => {
    await nats.addStream('gonogo', ['gonogo.>'], { max_msgs: 1 });
    await publish(here());
    const failure = await failureOf(publish(here(), { ...EVENT, id: 'REL-1-44-0123456789ab' }));
    expect(failure).toMatchObject({ retryable: true, unknown: false });
    expect(failure.message).toContain('maximum messages');
  });

  test('any of several servers will do', async () => {
    await nats.addStream('gonogo', ['gonogo.>']);
    await publish({ servers: [new URL(await deadAddress()).host, nats.server] });
    expect(await nats.kept('gonogo')).toHaveLength(1);
  });

  test('over TLS only: nothing goes to a server that has none', async () => {
    await nats.addStream('gonogo', ['gonogo.>']);
    const failure = await failureOf(publish({ ...here(), tls: true, user: 'gonogo', pass: 's3cret-password' }));
    expect(failure).toMatchObject({ retryable: true, unknown: false });
    expect(await nats.kept('gonogo')).toEqual([]);
  });

  test('user and password are needed where the server wants them, and stand in no message', async () => {
    const gonogo = { user: 'gonogo', password: 's3cret-password', permissions: { publish: ['gonogo.till.>'] } };
    const keeper = { user: KEEPER.user, password: KEEPER.pass };
    await using guarded = await startNats({ authorization: { users: [keeper, gonogo] } });
    await guarded.addStream('gonogo', ['gonogo.>']);
    const servers = [guarded.server];
    const wrong = await failureOf(publish({ servers, user: 'gonogo', pass: 'another-password' }));
    expect(wrong.message).toContain('refused the login: look at GONOGO_NATS');
    expect(JSON.stringify([wrong.message, String(wrong.cause)])).not.toContain('another-password');
    const forbidden = await failureOf(publish({ servers, user: 'gonogo', pass: 's3cret-password' }));
    expect(forbidden.message).toContain(`does not let this user publish ${SUBJECT}`);
    await publish({ servers, ...KEEPER });
    expect(await guarded.kept('gonogo')).toHaveLength(1);
  });
});

/** The way there works and the way back falls silent once an event was published. */
async function withoutAnswers(server: string): Promise<string> {
  const [host = '', port = ''] = server.split(':');
  const proxy = createServer(client => {
    const upstream = dial(Number(port), host);
    let published = false;
    client.on('data', bytes => {
      published ||= bytes.toString().includes('HPUB ');
      upstream.write(bytes);
    });
    upstream.on('data', bytes => {
      if (!published) client.write(bytes);
    });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
