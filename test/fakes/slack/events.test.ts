import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { startWorld } from './support/world.ts';

const MENTION = { type: 'app_mention', user: 'U0ANA', text: '<@U0GONOGO> status', channel: 'C0OPS', ts: '1.000000' };

test('an event is JSON in an envelope with an id', async () => {
  const { slack, bot } = await startWorld();

  const { eventId, accepted } = await slack.event(MENTION);

  expect(accepted).toBe(true);
  expect(bot.received).toHaveLength(1);
  expect(bot.received[0]?.headers['content-type']).toBe('application/json');
  expect(bot.received[0]?.payload).toMatchObject({
    type: 'event_callback',
    event_id: eventId,
    event: MENTION,
    team_id: 'T0PRACTICE',
  });
});

test('a refused event comes again at once, after a minute and after five, with its number and reason', async () => {
  const { slack, bot, clock } = await startWorld({}, () => ({ status: 500 }));

  const { attempts } = await slack.event(MENTION);
  expect(attempts).toHaveLength(2);
  const first = slack.nextDue() ?? 0;
  expect(first - clock.now()).toBe(MINUTE);
  clock.advance(MINUTE - 1);
  expect(await slack.deliverDue()).toEqual([]);
  clock.advance(1);
  expect(await slack.deliverDue()).toHaveLength(1);
  clock.advance(5 * MINUTE);
  expect(await slack.deliverDue()).toHaveLength(1);

  expect(slack.nextDue()).toBeUndefined();
  const retries = bot.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
  expect(retries).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  expect(new Set(bot.received.map(one => one.payload['event_id'])).size).toBe(1);
});

test('a bot that is down gets the event when it is back', async () => {
  const { slack, bot, clock } = await startWorld();
  const up = slack.eventsUrl;
  slack.eventsUrl = 'http://127.0.0.1:1/slack/events';
  await slack.event(MENTION);
  slack.eventsUrl = up;
  clock.advance(MINUTE);

  await slack.deliverDue();

  expect(bot.received[0]?.headers['x-slack-retry-reason']).toBe('connection_failed');
});

test('X-Slack-No-Retry ends the retries', async () => {
  const { slack, bot } = await startWorld({}, () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));

  await slack.event(MENTION);

  expect(bot.received).toHaveLength(1);
  expect(slack.nextDue()).toBeUndefined();
});

test('a bot that does not answer in time is a timeout', async () => {
  const { slack, bot } = await startWorld({ answerWithinMs: 40 }, () => new Promise(() => undefined));

  const { attempts } = await slack.event(MENTION);

  expect(attempts.map(one => one.failure)).toEqual(['timeout', 'timeout']);
  expect(bot.received[1]?.headers['x-slack-retry-reason']).toBe('http_timeout');
});

test('a duplicate delivery is the same payload twice', async () => {
  const { slack, bot } = await startWorld();
  slack.faults.add({ method: 'event', kind: 'duplicate', times: 1 });

  await slack.event(MENTION);

  expect(bot.received.map(one => one.body)).toEqual([bot.received[0]?.body, bot.received[0]?.body]);
  expect(bot.received[1]?.headers['x-slack-retry-num']).toBe('1');
});

test('an event the manifest does not subscribe to is a mistake of the test', async () => {
  const manifest = { settings: { event_subscriptions: { bot_events: ['app_mention'] } } };
  const { slack, bot } = await startWorld({ manifest, scopes: ['app_mentions:read'] });

  await expect(slack.event({ type: 'reaction_added' })).rejects.toThrow(/does not subscribe/);
  const message = await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'Hello @gonogo' });

  expect(bot.received.map(one => (one.payload['event'] as typeof MENTION).type)).toEqual(['app_mention']);
  expect(message.text).toBe('Hello <@U0GONOGO>');
});

test('what people say, change, remove and mark reaches the bot with the thread it belongs to', async () => {
  const { slack, bot, client } = await startWorld();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'INC-1' });

  const said = await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'It is the cache', thread_ts: ts });
  await slack.react({ user: 'U0LI', message: said, name: 'pushpin' });
  await slack.editMessage({ user: 'U0ANA', message: said, text: 'It is the disk' });
  await slack.deleteMessage({ user: 'U0ANA', message: said });

  const events = bot.received.map(one => one.payload['event']);
  expect(events).toMatchObject([
    { type: 'message', text: 'It is the cache', thread_ts: ts, channel_type: 'channel' },
    { type: 'reaction_added', reaction: 'pushpin', user: 'U0LI', item: { channel: 'C0OPS', ts: said.ts } },
    {
      subtype: 'message_changed',
      message: { text: 'It is the disk', thread_ts: ts, edited: { user: 'U0ANA' } },
      previous_message: { text: 'It is the cache', thread_ts: ts },
    },
    { subtype: 'message_deleted', deleted_ts: said.ts, previous_message: { user: 'U0ANA', thread_ts: ts } },
  ]);
  expect(slack.workspace.messages.thread('C0OPS', ts)).toHaveLength(1);
});

test('a deleted message with replies leaves a stone, and Slack tells of a change', async () => {
  const { slack, bot } = await startWorld();
  const said = await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'It burns' });
  await slack.say({ user: 'U0LI', channel: 'C0OPS', text: 'Where?', thread_ts: said.ts });

  await slack.deleteMessage({ user: 'U0ANA', message: said });

  expect(bot.received.at(-1)?.payload['event']).toMatchObject({
    subtype: 'message_changed',
    message: { subtype: 'tombstone', user: 'USLACKBOT', ts: said.ts },
    previous_message: { user: 'U0ANA', text: 'It burns' },
  });
  expect(slack.workspace.messages.thread('C0OPS', said.ts)).toHaveLength(2);
});

test('nobody edits what another wrote, nor marks a message twice', async () => {
  const { slack } = await startWorld();
  const said = await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'It burns' });
  await slack.react({ user: 'U0LI', message: said, name: 'pushpin' });

  await expect(slack.editMessage({ user: 'U0LI', message: said, text: 'No' })).rejects.toThrow(/did not write/);
  await expect(slack.deleteMessage({ user: 'U0LI', message: said })).rejects.toThrow(/did not write/);
  await expect(slack.react({ user: 'U0LI', message: said, name: 'pushpin' })).rejects.toThrow(/before/);
});

test('a channel without the bot is out of its hearing', async () => {
  const { slack, bot } = await startWorld();

  await slack.say({ user: 'U0ANA', channel: 'C0FAR', text: 'Hello @gonogo' });

  expect(bot.received).toEqual([]);
});
