import type { Context } from '../context.ts';
import type { Message } from '../messages.ts';
import type { Arguments } from './arguments.ts';
import type { Handlers } from './handler.ts';
import { findJoined, findMessage, needStamp } from './look-up.ts';

export const REACTIONS: Handlers = {
  'reactions.add': (args, context) => {
    const message = findTarget(args, context);
    const name = readName(args, context);
    const reacted = message !== undefined && hasReacted(message, name, context.bot.user_id);
    context.judge.require('reaction-once', !reacted, 'already_reacted');
    if (message && !reacted) react(context, message, name, context.bot.user_id, true);
    return {};
  },

  'reactions.remove': (args, context) => {
    const message = findTarget(args, context);
    const name = readName(args, context);
    const reacted = message === undefined || hasReacted(message, name, context.bot.user_id);
    context.judge.require('reaction-present', reacted, 'no_reaction');
    if (message) react(context, message, name, context.bot.user_id, false);
    return {};
  },

  'pins.add': (args, context) => {
    const message = findTarget(args, context);
    context.judge.require('pin-once', message?.pinned !== true, 'already_pinned');
    if (!message) return {};
    context.workspace.messages.change(message, { pinned: true });
    context.workspace.changes.publish('pin.added', { channel: message.channel, ts: message.ts });
    return {};
  },
};

/** Adds or removes one person's reaction. */
export function react({ workspace }: Context, message: Message, name: string, user: string, add: boolean): Message {
  const others = (message.reactions.find(one => one.name === name)?.users ?? []).filter(one => one !== user);
  const users = add ? [...others, user] : others;
  const rest = message.reactions.filter(one => one.name !== name);
  return workspace.messages.change(message, { reactions: users.length === 0 ? rest : [...rest, { name, users }] });
}

export function hasReacted(message: Message, name: string, user: string): boolean {
  return message.reactions.some(one => one.name === name && one.users.includes(user));
}

function findTarget(args: Arguments, context: Context): Message | undefined {
  const named = args.has('channel') && args.has('timestamp');
  context.judge.require('argument-required', named, 'no_item_specified');
  const channel = findJoined(context, args.need('channel'));
  context.judge.require('channel-open', !channel.is_archived, 'is_archived');
  needStamp(context, args.text('timestamp'));
  return findMessage(context, channel.id, args.need('timestamp'));
}

function readName(args: Arguments, { judge }: Context): string {
  const name = args.need('name');
  judge.require('reaction-name', /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name), 'invalid_name');
  return name;
}
