/** How an argument is written: text, flag, whole number, number, JSON, or a list (comma-separated or JSON). */
export type ArgumentType = 'text' | 'flag' | 'integer' | 'number' | 'json' | 'list';

/** Calls a minute for a method and workspace; `post` is paced by channel, `special` is "hundreds". */
export type Tier = 2 | 3 | 4 | 'post' | 'special';

export type Scope =
  | string
  /** The scope goes with the kind of conversation. */
  | { readonly channel: readonly string[]; readonly private: readonly string[]; readonly im: readonly string[] };

export type MethodSpec = {
  readonly arguments: { readonly [name: string]: ArgumentType };
  readonly required: readonly string[];
  readonly tier: Tier;
  readonly scope: Scope | undefined;
  /** Takes a JSON body besides a form. */
  readonly json: boolean;
  /** The documented error words we use. */
  readonly errors: string;
};

const HISTORY: Scope = { channel: ['channels:history'], private: ['groups:history'], im: ['im:history'] };
const READ: Scope = { channel: ['channels:read'], private: ['groups:read'], im: ['im:read'] };
const MANAGE: Scope = { channel: ['channels:manage'], private: ['groups:write'], im: ['im:write'] };
const INVITE: Scope = {
  channel: ['channels:manage', 'channels:write.invites'],
  private: ['groups:write', 'groups:write.invites'],
  im: ['im:write'],
};

const CONTENT = {
  text: 'text',
  blocks: 'json',
  attachments: 'json',
  markdown_text: 'text',
  metadata: 'json',
  parse: 'text',
  link_names: 'flag',
  as_user: 'flag',
} as const;
const APPEARANCE = { username: 'text', icon_emoji: 'text', icon_url: 'text' } as const;
const PAGE = { cursor: 'text', limit: 'integer' } as const;
const RANGE = { ...PAGE, oldest: 'text', latest: 'text', inclusive: 'flag', include_all_metadata: 'flag' } as const;
const CONTENT_ERRORS =
  'channel_not_found invalid_blocks invalid_blocks_format markdown_text_conflict no_text too_many_attachments is_archived';

/**
 * The methods the bot may use and what their documentation says of them; no other exists here. Error words marked *
 * are known from practice and missing in the method's own list.
 */
export const METHODS: { readonly [method: string]: MethodSpec } = {
  'api.test': method({ error: 'text' }, [], { tier: 4, json: true, errors: '' }),
  // The one method for the app-level token.
  'apps.connections.open': method({}, [], { tier: 3, json: true, errors: 'invalid_auth' }),
  'auth.test': method({}, [], { tier: 'special', json: true, errors: 'invalid_auth' }),
  'chat.postMessage': method(
    {
      ...CONTENT,
      ...APPEARANCE,
      channel: 'text',
      thread_ts: 'text',
      reply_broadcast: 'flag',
      mrkdwn: 'flag',
      unfurl_links: 'flag',
      unfurl_media: 'flag',
    },
    ['channel'],
    {
      tier: 'post',
      scope: 'chat:write',
      json: true,
      errors: `${CONTENT_ERRORS} not_in_channel user_not_found* msg_too_long* msg_blocks_too_long invalid_metadata_format invalid_metadata_schema metadata_too_large thread_not_found* cannot_reply_to_message`,
    },
  ),
  'chat.update': method(
    { ...CONTENT, channel: 'text', ts: 'text', reply_broadcast: 'flag', file_ids: 'list' },
    ['channel', 'ts'],
    {
      tier: 3,
      scope: 'chat:write',
      json: true,
      errors: `${CONTENT_ERRORS} message_not_found cant_update_message msg_too_long msg_blocks_too_long* invalid_metadata_format invalid_metadata_schema metadata_too_large`,
    },
  ),
  'chat.delete': method({ channel: 'text', ts: 'text', as_user: 'flag' }, ['channel', 'ts'], {
    tier: 3,
    scope: 'chat:write',
    json: true,
    errors: 'cant_delete_message channel_not_found message_not_found',
  }),
  'chat.postEphemeral': method(
    { ...CONTENT, ...APPEARANCE, channel: 'text', user: 'text', thread_ts: 'text' },
    ['channel', 'user'],
    {
      tier: 4,
      scope: 'chat:write',
      json: true,
      errors: `${CONTENT_ERRORS} msg_too_long msg_blocks_too_long* invalid_metadata_format* invalid_metadata_schema* metadata_too_large* user_not_in_channel not_in_channel thread_not_found* cannot_reply_to_message`,
    },
  ),
  'chat.getPermalink': method({ channel: 'text', message_ts: 'text' }, ['channel', 'message_ts'], {
    tier: 'special',
    errors: 'channel_not_found message_not_found',
  }),
  'conversations.history': method({ ...RANGE, channel: 'text' }, ['channel'], {
    tier: 3,
    scope: HISTORY,
    json: true,
    errors: 'channel_not_found invalid_cursor invalid_limit* invalid_ts_latest invalid_ts_oldest not_in_channel',
  }),
  'conversations.replies': method({ ...RANGE, channel: 'text', ts: 'text' }, ['channel', 'ts'], {
    tier: 3,
    scope: HISTORY,
    errors:
      'channel_not_found invalid_cursor invalid_limit* invalid_ts_latest invalid_ts_oldest thread_not_found not_in_channel*',
  }),
  'conversations.info': method({ channel: 'text', include_locale: 'flag', include_num_members: 'flag' }, ['channel'], {
    tier: 3,
    scope: READ,
    errors: 'channel_not_found',
  }),
  'conversations.list': method({ ...PAGE, exclude_archived: 'flag', types: 'text' }, [], {
    tier: 2,
    scope: READ,
    errors: 'invalid_cursor invalid_limit',
  }),
  'conversations.members': method({ ...PAGE, channel: 'text' }, ['channel'], {
    tier: 4,
    scope: READ,
    errors: 'channel_not_found invalid_cursor invalid_limit',
  }),
  'conversations.open': method({ channel: 'text', users: 'text', return_im: 'flag', prevent_creation: 'flag' }, [], {
    tier: 3,
    scope: 'im:write',
    json: true,
    errors: 'channel_not_found user_not_found users_list_not_supplied',
  }),
  'conversations.join': method({ channel: 'text' }, ['channel'], {
    tier: 3,
    scope: 'channels:join',
    json: true,
    errors: 'channel_not_found is_archived method_not_supported_for_channel_type',
  }),
  'conversations.create': method({ name: 'text', is_private: 'flag' }, ['name'], {
    tier: 2,
    scope: MANAGE,
    json: true,
    errors: 'invalid_name_maxlength invalid_name_specials name_taken',
  }),
  'conversations.invite': method({ channel: 'text', users: 'text', force: 'flag' }, ['channel', 'users'], {
    tier: 3,
    scope: INVITE,
    json: true,
    errors: 'already_in_channel cant_invite_self channel_not_found is_archived not_in_channel user_not_found',
  }),
  'users.info': method({ user: 'text', include_locale: 'flag' }, ['user'], {
    tier: 4,
    scope: 'users:read',
    errors: 'user_not_found',
  }),
  'users.lookupByEmail': method({ email: 'text' }, ['email'], {
    tier: 3,
    scope: 'users:read.email',
    errors: 'users_not_found',
  }),
  'users.list': method({ ...PAGE, include_locale: 'flag' }, [], {
    tier: 2,
    scope: 'users:read',
    errors: 'invalid_cursor invalid_limit*',
  }),
  'usergroups.list': method({ include_count: 'flag', include_disabled: 'flag', include_users: 'flag' }, [], {
    tier: 2,
    scope: 'usergroups:read',
    errors: '',
  }),
  'usergroups.users.list': method({ usergroup: 'text', include_disabled: 'flag' }, ['usergroup'], {
    tier: 2,
    scope: 'usergroups:read',
    errors: 'no_such_subteam',
  }),
  'views.open': method({ trigger_id: 'text', interactivity_pointer: 'text', view: 'json' }, ['view'], {
    tier: 4,
    json: true,
    errors: 'duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id view_too_large',
  }),
  'views.push': method({ trigger_id: 'text', interactivity_pointer: 'text', view: 'json' }, ['view'], {
    tier: 4,
    json: true,
    errors:
      'duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id not_found push_limit_reached view_too_large',
  }),
  'views.update': method({ view_id: 'text', external_id: 'text', view: 'json', hash: 'text' }, ['view'], {
    tier: 4,
    json: true,
    errors: 'duplicate_external_id hash_conflict not_found view_too_large',
  }),
  'views.publish': method(
    { user_id: 'text', view: 'json', hash: 'text', interactivity_pointer: 'text' },
    ['user_id', 'view'],
    { tier: 4, json: true, errors: 'duplicate_external_id hash_conflict user_not_found* view_too_large' },
  ),
  'reactions.add': method({ channel: 'text', name: 'text', timestamp: 'text' }, ['channel', 'name', 'timestamp'], {
    tier: 3,
    scope: 'reactions:write',
    json: true,
    errors: 'already_reacted channel_not_found invalid_name is_archived message_not_found not_in_channel*',
  }),
  'reactions.remove': method(
    { channel: 'text', name: 'text', timestamp: 'text', file: 'text', file_comment: 'text' },
    ['name'],
    {
      tier: 2,
      scope: 'reactions:write',
      json: true,
      errors: 'channel_not_found invalid_name message_not_found no_item_specified no_reaction not_in_channel*',
    },
  ),
  'pins.add': method({ channel: 'text', timestamp: 'text' }, ['channel'], {
    tier: 2,
    scope: 'pins:write',
    json: true,
    errors: 'already_pinned channel_not_found message_not_found no_item_specified not_in_channel',
  }),
  'files.info': method({ file: 'text', ...PAGE, count: 'integer', page: 'integer' }, ['file'], {
    tier: 4,
    scope: 'files:read',
    errors: 'file_not_found file_deleted',
  }),
  'files.getUploadURLExternal': method(
    { filename: 'text', length: 'integer', snippet_type: 'text', alt_txt: 'text' },
    ['filename', 'length'],
    { tier: 4, scope: 'files:write', errors: '' },
  ),
  'files.completeUploadExternal': method(
    {
      files: 'json',
      channel_id: 'text',
      channels: 'text',
      thread_ts: 'text',
      initial_comment: 'text',
      blocks: 'json',
      ...APPEARANCE,
    },
    ['files'],
    {
      tier: 4,
      scope: 'files:write',
      json: true,
      errors: 'channel_not_found file_not_found invalid_blocks invalid_channel not_in_channel thread_not_found*',
    },
  ),
};

/** The scopes events ask for; an app without one never hears of them. */
export const EVENT_SCOPES: { readonly [subscription: string]: string } = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
};

/** Error words any method may answer with. */
export const COMMON_ERRORS =
  'invalid_arguments invalid_auth missing_scope not_authed ratelimited unknown_method internal_error fatal_error';

/** Arguments every method takes: the token may travel in the body, and Bolt's client adds the team. */
export const COMMON_ARGUMENTS: { readonly [name: string]: ArgumentType } = { token: 'text', team_id: 'text' };

function method(
  args: { readonly [name: string]: ArgumentType },
  required: readonly string[],
  rest: { tier: Tier; scope?: Scope; json?: boolean; errors: string },
): MethodSpec {
  return { arguments: args, required, scope: undefined, json: false, ...rest };
}
