import type { Channel } from '../directory.ts';
import type { Handlers } from './handler.ts';
import { findChannel, findJoined, findUser, needChannelScope, openDirect } from './look-up.ts';
import { paged } from './paging.ts';
import { channelOnWire } from './wire.ts';

const NAME_MAX = 80;

export const CONVERSATIONS: Handlers = {
  'conversations.info': (args, context, scope) => {
    const channel = findChannel(context, args.need('channel'));
    needChannelScope(context, scope, channel);
    return { channel: channelOnWire(channel, context.bot.user_id) };
  },

  'conversations.list': (args, context, scope) => {
    const types = (args.text('types') ?? 'public_channel').split(',').map(type => type.trim());
    const wanted = context.workspace.directory.channels().filter(channel => types.includes(typeOf(channel)));
    const open = wanted.filter(channel => !(args.flag('exclude_archived') && channel.is_archived));
    const visible = open.filter(channel => !channel.is_private || channel.members.includes(context.bot.user_id));
    for (const channel of visible) needChannelScope(context, scope, channel);
    const { page, tail } = paged(visible, args, context.judge);
    return { channels: page.map(channel => channelOnWire(channel, context.bot.user_id)), ...tail };
  },

  'conversations.members': (args, context, scope) => {
    const channel = findChannel(context, args.need('channel'));
    needChannelScope(context, scope, channel);
    const { page, tail } = paged(channel.members, args, context.judge);
    return { members: page, ...tail };
  },

  'conversations.open': (args, context) => {
    const { judge, bot } = context;
    const people = (args.text('users') ?? '').split(',').filter(id => id !== '');
    const given = people.length > 0 || args.has('channel');
    judge.require('people-given', given, 'users_list_not_supplied');
    if (!given) return {};
    if (people.length === 0) return { channel: channelOnWire(findChannel(context, args.need('channel')), bot.user_id) };
    const known = people.map(id => findUser(context, id).id);
    const before = context.workspace.directory.direct(known);
    const channel = openDirect(context, known);
    const full = args.flag('return_im') ? channelOnWire(channel, bot.user_id) : { id: channel.id };
    return { channel: full, ...(before ? { no_op: true, already_open: true } : {}) };
  },

  'conversations.join': (args, context) => {
    const channel = findChannel(context, args.need('channel'));
    const { judge, workspace, bot } = context;
    const open = !channel.is_private && !channel.is_im;
    judge.require('channel-public', open, 'method_not_supported_for_channel_type');
    judge.require('channel-open', !channel.is_archived, 'is_archived');
    const members = [...new Set([...channel.members, bot.user_id])];
    const joined = { ...channel, members };
    if (members.length > channel.members.length) workspace.directory.putChannel(joined);
    return { channel: channelOnWire(joined, bot.user_id) };
  },

  'conversations.create': (args, context, scope) => {
    const { judge, workspace, bot, clock } = context;
    const name = args.need('name');
    const is_private = args.flag('is_private');
    judge.require('channel-name', name.length <= NAME_MAX, 'invalid_name_maxlength');
    judge.require('channel-name', /^[\p{Ll}\p{Lo}\d_-]+$/u.test(name), 'invalid_name_specials');
    judge.require('channel-name-free', !workspace.directory.channelNamed(name), 'name_taken');
    const created = Math.floor(clock.now() / 1_000);
    const id = workspace.newId('C');
    const members = [bot.user_id];
    const base = { id, name, is_private, is_im: false, is_archived: false, topic: '' };
    const channel: Channel = { ...base, created, creator: bot.user_id, members };
    needChannelScope(context, scope, channel);
    workspace.directory.putChannel(channel);
    return { channel: channelOnWire(channel, bot.user_id) };
  },

  'conversations.invite': (args, context, scope) => {
    const { judge, workspace, bot } = context;
    const channel = findJoined(context, args.need('channel'));
    needChannelScope(context, scope, channel);
    judge.require('channel-open', !channel.is_archived, 'is_archived');
    const people = args.need('users').split(',');
    for (const id of people) {
      const self = findUser(context, id).id === bot.user_id;
      judge.require('invite-self', !self, 'cant_invite_self');
      judge.require('invite-once', self || !channel.members.includes(id), 'already_in_channel');
    }
    const joined = { ...channel, members: [...new Set([...channel.members, ...people])] };
    workspace.directory.putChannel(joined);
    return { channel: channelOnWire(joined, bot.user_id) };
  },
};

function typeOf(channel: Channel): string {
  if (channel.is_im) return 'im';
  return channel.is_private ? 'private_channel' : 'public_channel';
}
