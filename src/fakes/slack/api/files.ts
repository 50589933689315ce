import type { JsonObject } from '#src/base/json.ts';
import type { Context } from '../context.ts';
import type { StoredFile } from '../files.ts';
import { type Arguments, isObject } from './arguments.ts';
import { findThread } from './chat.ts';
import type { Handlers } from './handler.ts';
import { findJoined } from './look-up.ts';
import { judgeContent } from './message-content.ts';

export const FILES: Handlers = {
  'files.info': (args, context) => {
    const file = context.workspace.files.get(args.need('file'));
    context.judge.require('file-known', file !== undefined && isVisible(file, context), 'file_not_found');
    return { file: file ? fileOnWire(file, context) : null };
  },

  'files.getUploadURLExternal': (args, { workspace, judge, origin }) => {
    const length = args.number('length') ?? 0;
    judge.require('file-length', length > 0, 'invalid_arguments', '[ERROR] length must be positive');
    const file = workspace.files.announce(args.need('filename'), length);
    return { file_id: file.id, upload_url: `${origin()}/upload/v1/${file.id}` };
  },

  'files.completeUploadExternal': (args, context) => {
    const { workspace, judge, bot } = context;
    const given = args.json('files');
    const wanted = (Array.isArray(given) ? given : []).filter(isObject);
    judge.require(
      'argument-type',
      wanted.length > 0,
      'invalid_arguments',
      '[ERROR] files must be a list of {id, title}',
    );
    const place = args.text('channel_id') ?? args.text('channels');
    const channel = place === undefined ? undefined : findJoined(context, place);
    const shared = wanted.map(one => share(one, context, channel?.id));
    if (channel) {
      const thread = findThread(context, channel.id, args.text('thread_ts'));
      workspace.messages.post({
        ...commentOf(args, context),
        channel: channel.id,
        user: bot.user_id,
        bot_id: bot.bot_id,
        files: shared,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      });
    }
    return { files: shared.map(({ id, title }) => ({ id, title })) };
  },
};

function share(
  wanted: { readonly [name: string]: unknown },
  { workspace, judge }: Context,
  channel: string | undefined,
) {
  const id = String(wanted['id']);
  const file = workspace.files.get(id);
  judge.require('file-known', file !== undefined, 'file_not_found');
  judge.require(
    'file-uploaded',
    file === undefined || file.content !== undefined,
    'file_not_found',
    'nothing was uploaded',
  );
  const title = typeof wanted['title'] === 'string' ? wanted['title'] : (file?.name ?? id);
  if (file) workspace.files.share(file, title, channel);
  return { id, name: file?.name ?? id, title };
}

/** A shared file may come without words, or with blocks instead of a comment. */
function commentOf(args: Arguments, { judge }: Context) {
  const text = args.text('initial_comment');
  const blocks = args.json('blocks');
  if (text === undefined && blocks === undefined) return { text: '' };
  const rest = { markdown: undefined, attachments: undefined, metadata: undefined };
  return judgeContent({ text, blocks, ...rest }, judge);
}

/** The app sees what it uploaded, what was given to a form of it, and what is shared where it is a member. */
export function isVisible(file: StoredFile, { workspace, bot }: Context): boolean {
  if (file.channels.length === 0) return true;
  return file.channels.some(id => workspace.directory.channel(id)?.members.includes(bot.user_id) === true);
}

/** A file as methods and forms write it. Its address is private: it is read with the token. */
export function fileOnWire(file: StoredFile, { workspace, bot, origin }: Context): JsonObject {
  const { id, name, title, mimetype, declaredLength, channels } = file;
  const { team } = workspace.directory;
  const user = file.owner ?? bot.user_id;
  const address = `${origin()}/files-pri/${team.id}-${id}`;
  return {
    id,
    name,
    title,
    mimetype,
    filetype: name.split('.').at(-1) ?? '',
    size: declaredLength,
    user,
    mode: 'hosted',
    is_external: false,
    is_public: channels.length > 0,
    url_private: `${address}/${encodeURIComponent(name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(name)}`,
    permalink: `https://${team.domain}.slack.com/files/${user}/${id}/${encodeURIComponent(name.toLowerCase())}`,
    channels: [...channels],
    groups: [],
    ims: [],
  };
}
