import type { JsonObject } from '#src/base/json.ts';
import type { SlackFakeOptions } from '#src/fakes/slack/options.ts';
import type { RuleId } from '#src/fakes/slack/rules.ts';
import { actions, button, home, image, input, many, mrkdwn, plain, section, typing, x } from './kit.ts';

export type Args = { readonly [name: string]: unknown };

/**
 * A call that breaks one rule and no other. `$parent`, `$reply` and `$other` stand for the timestamps of the bot's
 * message in #ops, a reply to it and a message of somebody else; `$trigger` for a fresh trigger_id of Ana.
 */
export type BadCall = {
  readonly rule: RuleId;
  readonly error: string;
  readonly call: readonly [method: string, args: Args];
  readonly before?: readonly (readonly [method: string, args: Args])[];
  readonly token?: string;
  readonly options?: SlackFakeOptions;
  /** Milliseconds that pass between what is before and the call. */
  readonly after?: number;
};

const OPS = { channel: 'C0OPS' };
const SAID = { ...OPS, text: 'Hello' };
const THUMB = { ...OPS, name: 'thumbsup' };

/** One bad message: its blocks, with a text beside them. */
export function message(rule: RuleId, ...blocks: JsonObject[]): BadCall {
  return { rule, error: 'invalid_blocks', call: ['chat.postMessage', { ...SAID, blocks }] };
}

/** One bad modal. */
export function view(rule: RuleId, content: JsonObject): BadCall {
  return { rule, error: 'invalid_arguments', call: ['views.open', { trigger_id: '$trigger', view: content }] };
}

const post = (rule: RuleId, error: string, args: Args): BadCall => ({
  rule,
  error,
  call: ['chat.postMessage', { ...OPS, ...args }],
});
const calls = (count: number, method: string, args: Args) => many(count, () => [method, args] as const);
const scopes = (...granted: string[]): SlackFakeOptions => ({ scopes: granted });

/** Breaches of the call itself, of texts and of the workspace's state. */
export const BAD_CALLS: readonly BadCall[] = [
  { rule: 'method-known', error: 'unknown_method', call: ['chat.shout', SAID] },
  { rule: 'token-given', error: 'not_authed', call: ['auth.test', {}], token: '' },
  { rule: 'token-valid', error: 'invalid_auth', call: ['auth.test', {}], token: 'xoxb-another' },
  {
    rule: 'scope-granted',
    error: 'missing_scope',
    call: ['users.info', { user: 'U0ANA' }],
    options: scopes('chat:write'),
  },
  {
    rule: 'scope-granted',
    error: 'missing_scope',
    call: ['conversations.history', { channel: 'C0SECRET' }],
    options: scopes('channels:history'),
  },
  {
    rule: 'scope-public',
    error: 'not_in_channel',
    call: ['chat.postMessage', { channel: 'C0FAR', text: 'Hello' }],
    options: scopes('chat:write'),
  },
  {
    rule: 'scope-customize',
    error: 'missing_scope',
    call: ['chat.postMessage', { ...SAID, username: 'Boss' }],
    options: scopes('chat:write'),
  },
  post('argument-known', 'invalid_arguments', { text: 'Hello', colour: 'red' }),
  { rule: 'argument-required', error: 'invalid_arguments', call: ['files.getUploadURLExternal', { length: 3 }] },
  {
    rule: 'argument-required',
    error: 'no_item_specified',
    call: ['pins.add', OPS],
    before: [],
    options: { without: ['message-exists'] },
  },
  post('argument-type', 'invalid_arguments', { text: 'Hello', unfurl_links: 'maybe' }),
  { rule: 'rate-tier', error: 'ratelimited', call: ['users.list', {}], before: calls(20, 'users.list', {}) },
  {
    rule: 'rate-tier',
    error: 'ratelimited',
    call: ['users.list', {}],
    before: calls(20, 'users.list', {}),
    after: 59_999,
  },
  {
    rule: 'rate-channel',
    error: 'ratelimited',
    call: ['chat.postMessage', SAID],
    before: calls(5, 'chat.postMessage', SAID),
  },

  post('text-present', 'no_text', {}),
  post('text-present', 'no_text', { text: '  ' }),
  post('text-beside-blocks', 'invalid_arguments', { blocks: [section('Only here')] }),
  post('text-length', 'msg_too_long', { text: x(40_001) }),
  { rule: 'text-length', error: 'msg_too_long', call: ['chat.update', { ...OPS, ts: '$parent', text: x(4_001) }] },
  post('markdown-alone', 'markdown_text_conflict', { text: 'Hello', markdown_text: '**Hello**' }),
  post('markdown-length', 'msg_too_long', { markdown_text: x(12_001) }),
  post('attachments-count', 'too_many_attachments', { text: 'Hello', attachments: many(101, () => ({ text: 'a' })) }),
  post('metadata-shape', 'invalid_metadata_format', { text: 'Hello', metadata: { event_type: 'gonogo' } }),
  post('metadata-shape', 'invalid_metadata_format', { text: 'Hello', metadata: { event_type: '', event_payload: {} } }),
  post('metadata-shape', 'invalid_metadata_schema', {
    text: 'Hello',
    metadata: { event_type: 'gonogo', event_payload: { a: ['x'] } },
  }),
  post('metadata-size', 'metadata_too_large', {
    text: 'Hello',
    metadata: { event_type: 'gonogo', event_payload: { a: x(8_000) } },
  }),
  post('blocks-list', 'invalid_blocks_format', { text: 'Hello', blocks: section('Not in a list') }),
  post('blocks-total', 'msg_blocks_too_long', { text: 'Hello', blocks: many(5, () => section(x(2_900))) }),

  post('channel-exists', 'channel_not_found', { channel: 'C0NOWHERE', text: 'Hello' }),
  { rule: 'channel-exists', error: 'channel_not_found', call: ['conversations.info', { channel: 'C0HIDDEN' }] },
  { rule: 'channel-member', error: 'not_in_channel', call: ['conversations.history', { channel: 'C0FAR' }] },
  post('channel-open', 'is_archived', { channel: 'C0OLD', text: 'Hello' }),
  { rule: 'channel-name', error: 'invalid_name_specials', call: ['conversations.create', { name: 'INC 1' }] },
  { rule: 'channel-name', error: 'invalid_name_maxlength', call: ['conversations.create', { name: x(81) }] },
  { rule: 'channel-name-free', error: 'name_taken', call: ['conversations.create', { name: 'ops' }] },
  {
    rule: 'channel-public',
    error: 'method_not_supported_for_channel_type',
    call: ['conversations.join', { channel: 'C0SECRET' }],
  },
  { rule: 'user-exists', error: 'user_not_found', call: ['users.info', { user: 'U0NOBODY' }] },
  {
    rule: 'user-in-channel',
    error: 'user_not_in_channel',
    call: ['chat.postEphemeral', { channel: 'C0SECRET', user: 'U0LI', text: 'Psst' }],
  },
  { rule: 'invite-once', error: 'already_in_channel', call: ['conversations.invite', { ...OPS, users: 'U0ANA' }] },
  { rule: 'invite-self', error: 'cant_invite_self', call: ['conversations.invite', { ...OPS, users: 'U0GONOGO' }] },
  { rule: 'group-exists', error: 'no_such_subteam', call: ['usergroups.users.list', { usergroup: 'S0NONE' }] },
  { rule: 'people-given', error: 'users_list_not_supplied', call: ['conversations.open', {}] },
  post('thread-exists', 'thread_not_found', { text: 'Hello', thread_ts: '1700000000.000100' }),
  {
    rule: 'thread-exists',
    error: 'thread_not_found',
    call: ['conversations.replies', { ...OPS, ts: '1700000000.000100' }],
  },
  post('thread-parent', 'cannot_reply_to_message', { text: 'Hello', thread_ts: '$reply' }),
  { rule: 'message-exists', error: 'message_not_found', call: ['chat.update', { ...SAID, ts: '1700000000.000100' }] },
  { rule: 'message-own', error: 'cant_update_message', call: ['chat.update', { ...SAID, ts: '$other' }] },
  { rule: 'message-own', error: 'cant_delete_message', call: ['chat.delete', { ...OPS, ts: '$other' }] },
  { rule: 'stamp-shape', error: 'invalid_ts_oldest', call: ['conversations.history', { ...OPS, oldest: 'yesterday' }] },
  { rule: 'cursor-valid', error: 'invalid_cursor', call: ['users.list', { cursor: 'abc' }] },
  { rule: 'limit-range', error: 'invalid_limit', call: ['conversations.list', { limit: 5_000 }] },
  { rule: 'email-known', error: 'users_not_found', call: ['users.lookupByEmail', { email: 'gone@example.com' }] },
  {
    rule: 'reaction-name',
    error: 'invalid_name',
    call: ['reactions.add', { ...OPS, name: ':eyes:', timestamp: '$parent' }],
  },
  {
    rule: 'reaction-once',
    error: 'already_reacted',
    before: [['reactions.add', { ...THUMB, timestamp: '$parent' }]],
    call: ['reactions.add', { ...THUMB, timestamp: '$parent' }],
  },
  { rule: 'reaction-present', error: 'no_reaction', call: ['reactions.remove', { ...THUMB, timestamp: '$parent' }] },
  {
    rule: 'pin-once',
    error: 'already_pinned',
    before: [['pins.add', { ...OPS, timestamp: '$parent' }]],
    call: ['pins.add', { ...OPS, timestamp: '$parent' }],
  },

  {
    rule: 'trigger-given',
    error: 'invalid_arguments',
    call: ['views.open', { view: home([]) }],
    options: { without: ['view-kind'] },
  },
  { rule: 'view-object', error: 'invalid_arguments', call: ['views.open', { trigger_id: '$trigger', view: [] }] },
  view('view-kind', home([])),
  {
    rule: 'view-exists',
    error: 'not_found',
    call: ['views.update', { view_id: 'V0NONE', view: { type: 'modal', title: plain('A'), blocks: [] } }],
  },
  {
    ...view('view-size', { type: 'modal', title: plain('A'), blocks: many(100, () => section(x(3_000))) }),
    error: 'view_too_large',
  },
  view('view-submit', { type: 'modal', title: plain('A'), blocks: [input(typing())] }),
  {
    rule: 'view-hash',
    error: 'hash_conflict',
    before: [['views.publish', { user_id: 'U0ANA', view: home([]) }]],
    call: ['views.publish', { user_id: 'U0ANA', view: home([section('New')]), hash: '1.old' }],
  },
  {
    rule: 'file-length',
    error: 'invalid_arguments',
    call: ['files.getUploadURLExternal', { filename: 'a.md', length: 0 }],
  },
  {
    rule: 'file-known',
    error: 'file_not_found',
    call: ['files.completeUploadExternal', { files: [{ id: 'F0NONE' }] }],
  },
];

/** Two messages that people must not get, kept here because the tables of blocks are about one block each. */
export const BAD_TOGETHER: readonly BadCall[] = [
  message('blocks-count', ...many(51, () => ({ type: 'divider' }))),
  view('blocks-count', { type: 'modal', title: plain('A'), blocks: many(101, () => ({ type: 'divider' })) }),
  message('block-id-unique', section('One', { block_id: 'same' }), section('Two', { block_id: 'same' })),
  message('action-id-unique', actions(button(), button({ value: 'other' }))),
  message('field-type', { type: 'section', text: 'not an object' }),
  message('plain-text-only', { type: 'header', text: mrkdwn('*Big*') }),
  message('image-source', image({ slack_file: { id: 'F1' } })),
];
