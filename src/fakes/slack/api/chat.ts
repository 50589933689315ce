import type { JsonObject } from '#src/base/json.ts';
import type { Context } from '../context.ts';
import type { Message } from '../messages.ts';
import { type Arguments, isObject } from './arguments.ts';
import type { Handlers } from './handler.ts';
import { findChannel, findJoined, findMessage, findPlace, needStamp } from './look-up.ts';
import { type Draft, judgeContent } from './message-content.ts';
import { messageOnWire } from './wire.ts';

export const CHAT: Handlers = {
  'chat.postMessage': (args, context) => {
    const { workspace, judge, bot } = context;
    const channel = findPlace(context, args.need('channel'));
    judge.require('channel-open', !channel.is_archived, 'is_archived');
    const joined = channel.members.includes(bot.user_id) || context.hasScope('chat:write.public');
    judge.require('scope-public', joined, 'not_in_channel');
    needCustomize(args, context);
    const content = judgeContent(draftOf(args), judge);
    const thread = findThread(context, channel.id, args.text('thread_ts'));
    const broadcast = thread !== undefined && args.flag('reply_broadcast') ? { subtype: 'thread_broadcast' } : {};
    const message = workspace.messages.post({
      ...content,
      channel: channel.id,
      user: bot.user_id,
      bot_id: bot.bot_id,
      ...broadcast,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    });
    return { channel: channel.id, ts: message.ts, message: messageOnWire(message, context, true) };
  },

  'chat.update': (args, context) => {
    const { judge, bot } = context;
    const channel = findChannel(context, args.need('channel'));
    needStamp(context, args.text('ts'));
    judge.require('channel-open', !channel.is_archived, 'is_archived');
    const message = findMessage(context, channel.id, args.need('ts'));
    const own = message === undefined || message.user === bot.user_id;
    judge.require('message-own', own, 'cant_update_message');
    const content = judgeContent(draftOf(args), judge, true);
    const ts = args.need('ts');
    const changed = message && changeMessage(context, message, args, content);
    const shown: JsonObject = changed ? { message: messageOnWire(changed, context, true) } : {};
    return { channel: channel.id, ts, text: content.text, ...shown };
  },

  'chat.delete': (args, context) => {
    const channel = findChannel(context, args.need('channel'));
    needStamp(context, args.text('ts'));
    const message = findMessage(context, channel.id, args.need('ts'));
    const own = message === undefined || message.user === context.bot.user_id;
    context.judge.require('message-own', own, 'cant_delete_message');
    if (message) context.workspace.messages.remove(message);
    return { channel: channel.id, ts: args.need('ts') };
  },

  'chat.postEphemeral': (args, context) => {
    const { workspace, judge } = context;
    const channel = findJoined(context, args.need('channel'));
    judge.require('channel-open', !channel.is_archived, 'is_archived');
    needCustomize(args, context);
    const user = workspace.directory.user(args.need('user'));
    const member = user !== undefined && channel.members.includes(user.id);
    judge.require('user-in-channel', member, 'user_not_in_channel');
    const content = judgeContent(draftOf(args), judge);
    const thread = findThread(context, channel.id, args.text('thread_ts'));
    const place = {
      channel: channel.id,
      user: args.need('user'),
      ...(thread === undefined ? {} : { thread_ts: thread }),
    };
    const note = workspace.ephemerals.post({ ...content, ...place, from: 'bot' });
    return { message_ts: note.ts };
  },

  'chat.getPermalink': (args, context) => {
    const channel = findChannel(context, args.need('channel'));
    needStamp(context, args.text('message_ts'), 'message_not_found');
    const message = findMessage(context, channel.id, args.need('message_ts'));
    return { channel: channel.id, permalink: message?.permalink ?? '' };
  },
};

/** chat.update keeps what it is not given, except that new text without blocks takes the old blocks away. */
function changeMessage(context: Context, message: Message, args: Arguments, content: ReturnType<typeof judgeContent>) {
  const { workspace, bot } = context;
  const { blocks, attachments, metadata, ...rest } = message;
  const cleared = isObject(args.json('metadata')) && content.metadata === undefined;
  const kept = {
    ...(blocks !== undefined && !args.has('blocks') && !args.has('text') ? { blocks } : {}),
    ...(attachments !== undefined && !args.has('attachments') ? { attachments } : {}),
    ...(metadata !== undefined && !cleared ? { metadata } : {}),
  };
  return workspace.messages.change(
    { ...rest, ...kept },
    { ...content, edited: workspace.messages.edited(bot.user_id) },
  );
}

/** The thread a message goes to. Throws `Refused` when it does not exist, or names a reply instead of its parent. */
export function findThread(context: Context, channel: string, ts: string | undefined): string | undefined {
  if (ts === undefined) return undefined;
  needStamp(context, ts);
  const parent = context.workspace.messages.get(channel, ts);
  context.judge.require('thread-exists', parent !== undefined, 'thread_not_found');
  const isReply = parent?.thread_ts !== undefined;
  const detail = 'thread_ts is a reply; name the parent of the thread';
  context.judge.require('thread-parent', !isReply, 'cannot_reply_to_message', detail);
  return parent?.thread_ts ?? ts;
}

function needCustomize(args: Arguments, { judge, hasScope }: Context) {
  const custom = args.has('username') || args.has('icon_emoji') || args.has('icon_url');
  const allowed = !custom || hasScope('chat:write.customize');
  judge.require('scope-customize', allowed, 'missing_scope', undefined, { needed: 'chat:write.customize' });
}

function draftOf(args: Arguments): Draft {
  return {
    text: args.text('text'),
    markdown: args.text('markdown_text'),
    blocks: args.json('blocks'),
    attachments: args.json('attachments'),
    metadata: args.json('metadata'),
  };
}
