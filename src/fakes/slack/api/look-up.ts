import type { Context } from '../context.ts';
import type { Channel, User } from '../directory.ts';
import type { Message } from '../messages.ts';
import type { Scope } from '../methods.ts';
import { STAMP } from '../stamps.ts';

/** The conversation, as far as the bot can see it. Throws `Refused` with channel_not_found. */
export function findChannel({ workspace, judge, bot }: Context, id: string): Channel {
  const channel = workspace.directory.channel(id);
  const visible = channel !== undefined && (!channel.is_private || channel.members.includes(bot.user_id));
  judge.require('channel-exists', visible, 'channel_not_found');
  return channel ?? improvised(id, bot.user_id);
}

/** Throws `Refused` with not_in_channel when the bot is no member. */
export function findJoined(context: Context, id: string): Channel {
  const channel = findChannel(context, id);
  context.judge.require('channel-member', channel.members.includes(context.bot.user_id), 'not_in_channel');
  return channel;
}

/** Where a message can go: a channel's id, or a person's, whose direct conversation is opened on the way. */
export function findPlace(context: Context, id: string): Channel {
  if (!/^[UW]/.test(id)) return findChannel(context, id);
  return openDirect(context, [findUser(context, id).id]);
}

/** The direct conversation with these people; made when there is none. */
export function openDirect({ workspace, bot, clock }: Context, people: readonly string[]): Channel {
  const known = workspace.directory.direct(people);
  if (known) return known;
  const members = [...people, bot.user_id];
  const created = Math.floor(clock.now() / 1_000);
  const base = { ...improvised(workspace.newId('D'), bot.user_id), is_im: true, created, members };
  workspace.directory.putChannel(base);
  return base;
}

/** Throws `Refused` with user_not_found. */
export function findUser({ workspace, judge }: Context, id: string): User {
  const user = workspace.directory.user(id);
  judge.require('user-exists', user !== undefined, 'user_not_found');
  return user ?? { ...EMPTY_USER, id };
}

/** Throws `Refused` with message_not_found. Answers undefined only where that rule was dropped. */
export function findMessage({ workspace, judge }: Context, channel: string, ts: string): Message | undefined {
  const message = workspace.messages.get(channel, ts);
  judge.require('message-exists', message !== undefined, 'message_not_found');
  return message;
}

/** Throws `Refused` when the timestamp is none, or a number that lost digits. */
export function needStamp({ judge }: Context, ts: string | undefined, error = 'invalid_arguments') {
  const fine = ts === undefined || ts === '' || STAMP.test(ts);
  judge.require('stamp-shape', fine, error, `[ERROR] not a message timestamp: ${ts ?? ''}`);
}

/** Throws `Refused` with missing_scope when the token has none of the scopes this conversation asks for. */
export function needChannelScope(context: Context, scope: Scope | undefined, channel: Channel) {
  if (scope === undefined || typeof scope === 'string') return;
  context.needScope(channel.is_im ? scope.im : channel.is_private ? scope.private : scope.channel);
}

function improvised(id: string, bot: string): Channel {
  const flags = { is_private: false, is_im: false, is_archived: false };
  return { id, name: id.toLowerCase(), ...flags, created: 0, creator: bot, members: [bot], topic: '' };
}

const EMPTY_USER: User = {
  id: '',
  name: 'nobody',
  real_name: 'nobody',
  display_name: 'nobody',
  email: undefined,
  tz: 'Etc/UTC',
  is_bot: false,
  deleted: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_stranger: false,
  team_id: '',
};
