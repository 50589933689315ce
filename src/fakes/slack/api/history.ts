import type { Context } from '../context.ts';
import type { Message } from '../messages.ts';
import { stampMicros } from '../stamps.ts';
import type { Arguments } from './arguments.ts';
import type { Handlers } from './handler.ts';
import { findJoined, needChannelScope, needStamp } from './look-up.ts';
import { paged } from './paging.ts';
import { messageOnWire } from './wire.ts';

export const HISTORY: Handlers = {
  /** Newest first, without replies that were not also sent to the channel. */
  'conversations.history': (args, context, scope) => {
    const channel = findJoined(context, args.need('channel'));
    needChannelScope(context, scope, channel);
    const inRange = range(args, context);
    const all = context.workspace.messages.in(channel.id);
    const top = all.filter(one => one.thread_ts === undefined || one.subtype === 'thread_broadcast');
    const { page, more, tail } = paged(top.filter(inRange).reverse(), args, context.judge);
    return { messages: onWire(page, args, context), has_more: more, pin_count: 0, ...tail };
  },

  /** The parent, then its replies, oldest first. */
  'conversations.replies': (args, context, scope) => {
    const channel = findJoined(context, args.need('channel'));
    needChannelScope(context, scope, channel);
    needStamp(context, args.text('ts'));
    const [parent, ...replies] = context.workspace.messages.thread(channel.id, args.need('ts'));
    context.judge.require('thread-exists', parent !== undefined, 'thread_not_found');
    const found = [...(parent ? [parent] : []), ...replies.filter(range(args, context))];
    const { page, more, tail } = paged(found, args, context.judge, 999);
    return { messages: onWire(page, args, context), has_more: more, ...tail };
  },
};

/** `oldest` and `latest` leave their own message out, unless `inclusive`. */
function range(args: Arguments, context: Context): (message: Message) => boolean {
  const inclusive = args.flag('inclusive');
  const oldest = bound(args, 'oldest', context) ?? Number.NEGATIVE_INFINITY;
  const latest = bound(args, 'latest', context) ?? Number.POSITIVE_INFINITY;
  return ({ ts }) => {
    const at = stampMicros(ts) ?? 0;
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

function bound(args: Arguments, name: 'oldest' | 'latest', { judge }: Context): number | undefined {
  const text = args.text(name);
  if (text === undefined || text === 'now') return undefined;
  const micros = stampMicros(text);
  judge.require('stamp-shape', micros !== undefined, `invalid_ts_${name}`);
  return micros;
}

function onWire(messages: readonly Message[], args: Arguments, context: Context) {
  const withMetadata = args.flag('include_all_metadata');
  return messages.map(message => messageOnWire(message, context, withMetadata));
}
