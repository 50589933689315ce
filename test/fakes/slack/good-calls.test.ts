import { expect, test } from 'vitest';
import { DEFAULT_TOKEN } from '#src/fakes/slack/options.ts';
import {
  actions,
  button,
  confirm,
  home,
  image,
  input,
  many,
  modal,
  mrkdwn,
  option,
  plain,
  section,
  select,
  table,
  typing,
  x,
} from './support/kit.ts';
import { startWorld } from './support/world.ts';

const GOOD_BLOCKS = [
  section('*REL-12*', { accessory: button({ action_id: 'more', value: x(2_000) }) }),
  { type: 'section', fields: many(10, () => mrkdwn(x(20))) },
  { type: 'header', text: plain(x(150)) },
  { type: 'divider' },
  { type: 'context', elements: [mrkdwn('by <@U0ANA>'), plain('now'), image()] },
  actions(
    button({ confirm: confirm(), style: 'danger', accessibility_label: 'Roll REL-12 back' }),
    select({ options: many(100, at => option(`Option ${at}`, `${at}`)), placeholder: plain('Pick') }),
    { type: 'overflow', action_id: 'menu', options: [option('Docs', 'docs', { url: 'https://example.com' })] },
    { type: 'datepicker', action_id: 'day', initial_date: '2026-11-24' },
  ),
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '<!channel>', style: { code: true } }] }],
  },
  table(3, 'cell', 2),
  image({ title: plain('p95') }),
];

test('blocks as documented are accepted as they are, with the ids Slack fills in', async () => {
  const { slack, client } = await startWorld();

  const { ts } = await client.chat.postMessage({ channel: 'C0OPS', text: 'REL-12', blocks: GOOD_BLOCKS as never });

  const stored = slack.workspace.messages.get('C0OPS', ts ?? '');
  expect(stored?.blocks?.map(block => block['type'])).toEqual(GOOD_BLOCKS.map(block => block.type));
  expect(stored?.blocks?.every(block => typeof block['block_id'] === 'string')).toBe(true);
  expect(slack.refusals).toEqual([]);
});

test('every method answers a good call in the form of its documentation', async () => {
  const { slack, client, trigger } = await startWorld();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Hello' });
  const place = { channel: 'C0OPS', timestamp: ts };

  expect(await client.api.test()).toMatchObject({ ok: true });
  expect(await client.auth.test()).toMatchObject({ user_id: 'U0GONOGO', team_id: 'T0PRACTICE', bot_id: 'B0GONOGO' });
  expect(await client.users.info({ user: 'U0GUEST' })).toMatchObject({ user: { is_restricted: true, deleted: false } });
  expect((await client.users.list({})).members).toHaveLength(5);
  expect(await client.users.lookupByEmail({ email: 'Li@example.com' })).toMatchObject({ user: { id: 'U0LI' } });
  expect(await client.usergroups.list({ include_users: true })).toMatchObject({
    usergroups: [{ users: ['U0ANA', 'U0LI'] }],
  });
  expect(await client.usergroups.users.list({ usergroup: 'S0PAY' })).toMatchObject({ users: ['U0ANA', 'U0LI'] });
  expect(await client.conversations.info({ channel: 'C0SECRET' })).toMatchObject({ channel: { is_private: true } });
  expect((await client.conversations.list({})).channels?.map(one => one.name)).toEqual(['ops', 'far', 'old']);
  expect((await client.conversations.members({ channel: 'C0FAR' })).members).toEqual(['U0ANA']);
  expect(await client.conversations.join({ channel: 'C0FAR' })).toMatchObject({ channel: { is_member: true } });
  const { channel } = await client.conversations.create({ name: 'inc-42' });
  expect(await client.conversations.invite({ channel: channel?.id ?? '', users: 'U0ANA,U0LI' })).toMatchObject({
    channel: { num_members: 3 },
  });
  expect(await client.chat.getPermalink({ channel: 'C0OPS', message_ts: ts })).toMatchObject({
    permalink: expect.stringMatching(/C0OPS\/p\d{16}$/),
  });
  expect(await client.reactions.add({ ...place, name: 'pushpin' })).toMatchObject({ ok: true });
  expect(await client.reactions.remove({ ...place, name: 'pushpin' })).toMatchObject({ ok: true });
  expect(await client.pins.add(place)).toMatchObject({ ok: true });
  expect(await client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0ANA', text: 'Psst' })).toMatchObject({
    message_ts: expect.any(String),
  });
  const view = modal([input(typing({ initial_value: 'x' }))]) as never;
  expect(await client.views.open({ trigger_id: await trigger(), view })).toMatchObject({
    view: { callback_id: 'form' },
  });
  expect(await client.views.publish({ user_id: 'U0ANA', view: home([section('Home')]) as never })).toMatchObject({
    view: { type: 'home' },
  });
  expect(await client.chat.delete({ channel: 'C0OPS', ts })).toMatchObject({ ts });
  expect(slack.refusals).toEqual([]);
});

test('a message to a person goes to their direct conversation, the same each time', async () => {
  const { client, slack } = await startWorld();

  const first = await client.chat.postMessage({ channel: 'U0ANA', text: 'You are on call' });
  const opened = await client.conversations.open({ users: 'U0ANA' });

  expect(first.channel).toMatch(/^D/);
  expect(opened.channel?.id).toBe(first.channel);
  expect(slack.workspace.messages.in(first.channel ?? '')).toHaveLength(1);
});

test('a file is announced, uploaded and shared into a thread', async () => {
  const { client, slack } = await startWorld();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'INC-1' });

  await client.filesUploadV2({
    channel_id: 'C0OPS',
    thread_ts: ts,
    filename: 'a.md',
    file: Buffer.from('# Done'),
    initial_comment: 'Draft',
  });

  const [, reply] = slack.workspace.messages.thread('C0OPS', ts);
  expect(reply).toMatchObject({ text: 'Draft', files: [{ name: 'a.md' }] });
  expect(slack.workspace.files.get(reply?.files[0]?.id ?? '')?.content?.toString()).toBe('# Done');
  expect(slack.refusals).toEqual([]);
});

test('every answer says what the token may, and none says it to a token nobody knows', async () => {
  const { slack } = await startWorld({ scopes: ['chat:write', 'users:read'] });
  const ask = (token: string) =>
    fetch(`${slack.apiUrl}auth.test`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });

  expect((await ask(DEFAULT_TOKEN)).headers.get('x-oauth-scopes')).toBe('chat:write,users:read');
  expect((await ask('xoxb-of-somebody-else')).headers.get('x-oauth-scopes')).toBeNull();
});
