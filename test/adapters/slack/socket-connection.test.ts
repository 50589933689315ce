import { expect, test } from 'vitest';
import { startSocketWorkspace, until } from './support/socket.ts';

const PING_MS = 10_000;
const PERSON_NEEDED_MS = 30_000;

test('a connection that is refreshed is replaced before it goes: no press falls into a gap', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  place.replies({ kind: 'say', message: { text: 'Done.' } });

  socket.goodbye('refresh_requested');
  const during = place.types('status');
  await until(() => socket.opened === 2);
  await until(() => socket.connections === 1);
  await place.types('status');

  expect((await during).ack.status).toBe(200);
  expect(place.told()).toEqual(['Done.', 'Done.']);
  expect(socket.fewest).toBe(1);
  expect(place.bot.connection()).toEqual({ ok: true });
  expect(place.slack.refusals).toEqual([]);
});

test('what is in hand at a refresh is acknowledged over the connection it came by', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  const done = Promise.withResolvers<void>();
  place.replies(async () => {
    await done.promise;
    return { kind: 'say', message: { text: 'Done.' } };
  });
  const typed = place.types('status');
  await until(() => place.heard.length === 1);

  socket.goodbye('warning');
  await until(() => socket.connections === 2);
  done.resolve();

  expect((await typed).ack.status).toBe(200);
  expect(place.told()).toEqual(['Done.']);
  await until(() => socket.connections === 1);
  expect(place.slack.refusals).toEqual([]);
});

test('a warning and the goodbye after it lead to one new connection, not to two', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  socket.goodbye('warning');
  socket.goodbye('refresh_requested');
  await until(() => socket.opened === 2 && socket.connections === 1);
  place.timers.advance(1_000);
  await place.types('status');
  expect(place.slack.calls.filter(call => call.path.endsWith('connections.open'))).toHaveLength(2);
});

test('a notice that Slack holds events back is acknowledged, and so is everything after it', async () => {
  await using place = await startSocketWorkspace();
  expect((await place.slack.rateLimited()).status).toBe(200);
  expect((await place.types('status')).ack.status).toBe(200);
  expect(place.slack.socket.opened).toBe(1);
});

test.each([
  ['no JSON', 'hello?'],
  ['JSON that is no object', '"hello"'],
  ['an envelope without an id', '{"type":"events_api","payload":{"type":"app_rate_limited"}}'],
  ['a kind of the future', '{"type":"telepathy"}'],
])('%s is left alone, and the connection goes on', async (_name, frame) => {
  await using place = await startSocketWorkspace();
  place.slack.socket.say(frame);
  expect((await place.types('status')).ack.status).toBe(200);
  expect(place.slack.socket.opened).toBe(1);
  expect(place.slack.refusals).toEqual([]);
});

test('a connection that breaks is opened again at once, and one that breaks again and again ever later', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  socket.cut();
  await until(() => socket.opened === 2 && place.bot.connection().ok);
  for (const waitMs of [1_000, 2_000, 4_000]) {
    const before = socket.opened;
    socket.cut();
    await until(() => !place.bot.connection().ok);
    await place.timers.running(waitMs);
    expect(place.bot.connection()).toMatchObject({ ok: false, reason: expect.stringContaining('Socket Mode') });
    expect(socket.opened).toBe(before);
    place.timers.advance(waitMs);
    await until(() => socket.opened === before + 1 && place.bot.connection().ok);
  }
});

test('a connection that stood for a while and breaks is opened again at once', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  socket.cut();
  await until(() => socket.opened === 2 && place.bot.connection().ok);
  // Its pings are due meanwhile; one that is answered moves the steady connection on.
  await place.timers.running(PING_MS);
  await socket.ping();
  place.timers.advance(PING_MS);
  socket.cut();
  await until(() => socket.opened === 3);
});

test('a connection that answers no ping is given up and replaced', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  socket.freeze();
  await place.timers.running(PING_MS);
  place.timers.advance(PING_MS);
  await place.timers.running(PING_MS);
  expect(socket.opened).toBe(1);
  place.timers.advance(PING_MS);
  await until(() => socket.opened === 2);
  expect((await place.types('status')).ack.status).toBe(200);
});

test('a ping of Slack is answered', async () => {
  await using place = await startSocketWorkspace();
  await expect(place.slack.socket.ping()).resolves.toHaveLength(1);
});

test('a link that is switched off is said, and used again when it is on', async () => {
  await using place = await startSocketWorkspace();
  const { socket } = place.slack;
  socket.goodbye('link_disabled');
  await until(() => socket.connections === 0);
  expect(place.bot.connection()).toMatchObject({ ok: false, reason: expect.stringContaining('switched off') });
  await place.timers.running(PERSON_NEEDED_MS);
  place.timers.advance(PERSON_NEEDED_MS);
  await until(() => place.log.lines.some(line => line.message.includes('could not be connected')));

  socket.enable();
  await place.timers.running(PERSON_NEEDED_MS);
  place.timers.advance(PERSON_NEEDED_MS);
  await until(() => place.bot.connection().ok);
});

test('the eleventh connection is refused by Slack, and the reason can be read', async () => {
  const places = new AsyncDisposableStack();
  const first = places.use(await startSocketWorkspace({ fake: { without: ['ticket-unused'] } }));
  const { apiUrl } = first.slack;
  const { WebSocket } = await import('ws');
  for (let more = 0; more < 9; more += 1) {
    const headers = { authorization: 'Bearer xapp-practice' };
    const answer = await fetch(`${apiUrl}apps.connections.open`, { method: 'POST', headers });
    new WebSocket(String(((await answer.json()) as { url: string }).url)).on('error', () => {});
  }
  await until(() => first.slack.socket.connections === 10);

  first.slack.socket.goodbye('warning');
  await first.timers.running(PERSON_NEEDED_MS);

  expect(first.log.lines.map(line => String((line.fields['err'] as Error | undefined)?.message))).toContainEqual(
    expect.stringContaining('Ten connections'),
  );
  await places.disposeAsync();
});

test('the bot comes up although Slack gives no connection, says why, and connects when it does', async () => {
  await using place = await startSocketWorkspace({ appToken: 'xapp-wrong', fake: { appToken: 'xapp-practice' } });
  expect(place.bot.connection()).toMatchObject({ ok: false, reason: expect.stringContaining('SLACK_APP_TOKEN') });
  expect(place.slack.socket.opened).toBe(0);
});

test('while Slack is down it is asked ever less often, and as late as it asks for', async () => {
  const opens = () => place.slack.calls.filter(call => call.path.endsWith('connections.open')).length;
  await using place = await startSocketWorkspace();
  const lift = place.slack.faults.add({ method: 'apps.connections.open', kind: 'http-error', status: 503 });
  place.slack.socket.cut();
  await place.timers.running(1_000);
  expect(opens()).toBe(2);
  lift();
  place.slack.faults.add({ method: 'apps.connections.open', kind: 'rate-limit', retryAfter: 17, times: 1 });
  place.timers.advance(1_000);
  await place.timers.running(17_000);
  place.timers.advance(17_000);
  await until(() => place.bot.connection().ok);
});

test('a bot that is stopped while it reconnects stops, and no connection comes after', async () => {
  const place = await startSocketWorkspace();
  const { slack, bot } = place;
  slack.faults.add({ method: 'apps.connections.open', kind: 'delay', ms: 80, when: 'after' });
  slack.socket.cut();
  await until(() => slack.socket.connections === 0);
  await bot.stop();
  await until(() => slack.calls.filter(call => call.path.endsWith('connections.open')).length === 2);
  // Whatever the answer sets going has happened when the next one was asked and answered.
  await fetch(slack.apiUrl);
  expect(slack.socket.opened).toBe(1);
  expect(bot.connection()).toMatchObject({ ok: false });
  await slack.stop();
});

test('a bot that is stopped acknowledges what it has in hand and takes nothing more', async () => {
  const place = await startSocketWorkspace({ fake: { answerWithinMs: 300 } });
  const done = Promise.withResolvers<void>();
  place.replies(async () => {
    await done.promise;
    return { kind: 'say', message: { text: 'Done.' } };
  });
  const inHand = place.types('status');
  await until(() => place.heard.length === 1);
  const stopped = place.bot.stop();
  const tooLate = place.types('status');
  done.resolve();
  await stopped;
  expect((await inHand).ack.status).toBe(200);
  expect((await tooLate).ack.status).toBeUndefined();
  expect(place.heard).toHaveLength(1);
  await until(() => place.slack.socket.connections === 0);
  await place.slack.stop();
});
