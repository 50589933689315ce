import type { JsonObject } from '#src/base/json.ts';
import type { Context } from '../context.ts';
import type { Channel, Group, User } from '../directory.ts';
import type { Message } from '../messages.ts';
import type { View } from '../views.ts';

/** Our records as Slack writes them. */

export function messageOnWire(message: Message, context: Context, withMetadata = false): JsonObject {
  const { team, bot } = context.workspace.directory;
  const { text, user, ts, blocks, attachments, metadata, edited, subtype, bot_id, reactions, files } = message;
  return {
    type: 'message',
    ...(subtype === undefined ? {} : { subtype }),
    user,
    team: team.id,
    ts,
    text,
    ...(bot_id === undefined ? {} : { bot_id, app_id: bot.app_id }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(edited === undefined ? {} : { edited }),
    ...(metadata === undefined || !withMetadata ? {} : { metadata }),
    ...(reactions.length === 0 ? {} : { reactions: reactions.map(one => ({ ...one, count: one.users.length })) }),
    ...(files.length === 0 ? {} : { files }),
    ...threadOnWire(message, context),
  };
}

function threadOnWire(message: Message, { workspace }: Context): JsonObject {
  if (message.thread_ts !== undefined) return { thread_ts: message.thread_ts };
  const replies = workspace.messages.thread(message.channel, message.ts).slice(1);
  const last = replies.at(-1);
  if (!last) return {};
  const reply_users = [...new Set(replies.map(reply => reply.user))];
  return { thread_ts: message.ts, reply_count: replies.length, reply_users, latest_reply: last.ts };
}

export function channelOnWire(channel: Channel, bot: string): JsonObject {
  const { id, name, is_private, is_im, is_archived, created, creator, members, topic } = channel;
  const is_member = members.includes(bot);
  if (is_im) return { id, is_im, created, user: members.find(member => member !== bot) ?? '' };
  return {
    id,
    name,
    name_normalized: name,
    is_channel: !is_private,
    is_group: is_private,
    is_im,
    is_mpim: false,
    is_private,
    is_archived,
    is_member,
    created,
    creator,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: members.length,
  };
}

/** The mail address comes with its own scope. */
export function userOnWire(user: User, { hasScope }: Pick<Context, 'hasScope'>): JsonObject {
  const { id, team_id, name, deleted, real_name, display_name, tz, email } = user;
  return {
    id,
    team_id,
    name,
    deleted,
    real_name,
    tz,
    profile: {
      real_name,
      display_name,
      team: team_id,
      ...(email !== undefined && hasScope('users:read.email') ? { email } : {}),
    },
    is_bot: user.is_bot,
    is_restricted: user.is_restricted,
    is_ultra_restricted: user.is_ultra_restricted,
    ...(user.is_stranger ? { is_stranger: true } : {}),
    is_app_user: false,
    updated: 0,
  };
}

export function groupOnWire(group: Group, team: string, withUsers: boolean): JsonObject {
  const { id, handle, name, users } = group;
  return {
    id,
    team_id: team,
    is_usergroup: true,
    handle,
    name,
    date_delete: 0,
    user_count: users.length,
    ...(withUsers ? { users } : {}),
  };
}

export function viewOnWire(view: View, context: Context): JsonObject {
  const { team, bot } = context.workspace.directory;
  return {
    callback_id: '',
    private_metadata: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    ...view.content,
    id: view.id,
    team_id: team.id,
    app_id: bot.app_id,
    bot_id: bot.bot_id,
    hash: view.hash,
    root_view_id: view.root,
    previous_view_id: view.previous ?? null,
    external_id: view.external_id,
    state: { values: view.values },
  };
}
