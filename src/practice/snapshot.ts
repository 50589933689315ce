import type { JsonObject } from '#src/base/json.ts';
import type { Channel } from '#src/fakes/slack/directory.ts';
import type { Message } from '#src/fakes/slack/messages.ts';
import type { SlackFake } from '#src/fakes/slack/start.ts';
import type { View } from '#src/fakes/slack/views.ts';
import { openAsks } from './asking.ts';
import type { Company } from './company/company.ts';
import type {
  Completion,
  PageChannel,
  PageMessage,
  PagePerson,
  PageShortcut,
  PageState,
  PageView,
  Pulse,
} from './protocol.ts';

export type SnapshotParts = {
  readonly slack: SlackFake;
  readonly company: Company;
  readonly completions: readonly Completion[];
  readonly shortcuts: readonly PageShortcut[];
  pulse(): Pulse;
};

/** A page that shows a whole season of releases would only be slow. */
const MESSAGES_MAX = 500;

/** Everything `user` may see; whoever does not exist is the first person of the switcher. */
export function snapshot(parts: SnapshotParts, user: string): PageState {
  const { directory, messages, ephemerals, views } = parts.slack.workspace;
  const people = [...parts.company.posts.keys()].flatMap(id => personOf(parts, id));
  const me = people.find(one => one.id === user) ?? people[0];
  if (!me) throw new Error('the practice workspace has nobody in it');
  const mine = directory.channels().filter(one => !one.is_archived && one.members.includes(me.id));
  const visible = new Set(mine.map(one => one.id));
  return {
    ...parts.pulse(),
    me,
    people,
    names: namesOf(parts.slack),
    team: directory.team.name,
    botUser: directory.bot.user_id,
    channels: mine.map(one => channelOf(one, parts)),
    messages: messages
      .all()
      .filter(one => visible.has(one.channel))
      .slice(-MESSAGES_MAX)
      .map(messageOf),
    notes: ephemerals.of(me.id).map(({ user: _user, at: _at, ...note }) => note),
    modal: viewOf(views.top(me.id)),
    home: viewOf(views.home(me.id)),
    asks: openAsks(parts.slack).filter(one => visible.has(one.channel)),
    completions: parts.completions,
    shortcuts: parts.shortcuts,
  };
}

function personOf({ slack, company }: SnapshotParts, id: string): PagePerson[] {
  const user = slack.workspace.directory.user(id);
  const { title = '', team = '' } = company.posts.get(id) ?? {};
  return user ? [{ id, name: user.real_name, role: title, team, tz: user.tz }] : [];
}

/** What a mention is called, whoever reads it. */
function namesOf({ workspace: { directory } }: SlackFake): { readonly [id: string]: string } {
  return Object.fromEntries([
    ...directory.users().map(one => [one.id, one.real_name]),
    ...directory.groups().map(one => [one.id, one.handle]),
    ...directory.channels().map(one => [one.id, one.name]),
  ]);
}

function channelOf(channel: Channel, { slack, company }: SnapshotParts): PageChannel {
  const kind = channel.is_im ? 'direct' : channel.is_private ? 'private' : 'channel';
  const name = channel.is_im ? slack.workspace.directory.bot.name : channel.name;
  return { id: channel.id, name, kind, product: company.products.get(channel.id) ?? null };
}

function messageOf(message: Message): PageMessage {
  const { channel, ts, user, text, pinned, reactions, files, thread_ts, subtype, blocks } = message;
  return {
    ...{ channel, ts, user, text, pinned, reactions, files, edited: message.edited !== undefined },
    ...(thread_ts === undefined ? {} : { thread_ts }),
    ...(subtype === undefined ? {} : { subtype }),
    ...(blocks === undefined ? {} : { blocks }),
  };
}

/** Fields begin with what was entered before, where the bot changed the form around them. */
function viewOf(view: View | undefined): PageView | null {
  if (!view) return null;
  return { id: view.id, content: view.content as JsonObject, errors: view.errors, trouble: view.trouble ?? null };
}
