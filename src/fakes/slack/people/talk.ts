import type { JsonObject } from '#src/base/json.ts';
import { fileOnWire } from '../api/files.ts';
import { hasReacted, react } from '../api/reactions.ts';
import { messageOnWire } from '../api/wire.ts';
import type { Channel } from '../directory.ts';
import { Refused } from '../judge.ts';
import type { Message } from '../messages.ts';
import { EVENT_SCOPES } from '../methods.ts';
import type { createEvents, EventSent } from './events.ts';
import { escapeText } from './slash.ts';
import { type MessageLike, messageOf, misused, personOf, type Stage } from './stage.ts';

type Events = ReturnType<typeof createEvents>;
export type SayAct = {
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly thread_ts?: string;
};

export type UploadAct = {
  readonly user: string;
  readonly name: string;
  readonly mimetype: string;
  readonly content: Buffer;
  /** Where it is shared; left out: it goes into a form. */
  readonly channel?: string;
  readonly thread_ts?: string;
};

/** People talk, react and look around; the bot hears what its manifest subscribes to and where it is a member. */
export function createTalk(stage: Stage, events: Events) {
  const { workspace, bot } = stage;

  async function tell(subscription: string, event: JsonObject, channel?: string): Promise<EventSent | undefined> {
    const hears = channel === undefined || workspace.directory.channel(channel)?.members.includes(bot.user_id) === true;
    const comes = hears && events.subscribes(subscription) && isGranted(stage, subscription);
    return comes ? events.send(event, subscription) : undefined;
  }

  return {
    /** Says something; `@name` of somebody known becomes a mention, as the client writes it. */
    async say({ user, channel, text, thread_ts }: SayAct): Promise<Message> {
      const person = personOf(stage, user);
      const place = channelOf(stage, channel);
      const written = escapeText(stage, text).replace(/<@(\w+)\|[^>]*>/g, '<@$1>');
      const thread = thread_ts === undefined ? {} : { thread_ts };
      const message = workspace.messages.post({ user: person.id, channel, text: written, ...thread });
      const event: JsonObject = {
        user,
        text: written,
        ts: message.ts,
        channel,
        event_ts: message.ts,
        team: person.team_id,
        ...(thread_ts === undefined ? {} : { thread_ts }),
      };
      const kind = { type: 'message', channel_type: channelType(place) };
      await tell(`message.${SUBSCRIPTION[kind.channel_type]}`, { ...event, ...kind }, channel);
      if (written.includes(`<@${bot.user_id}>`)) await tell('app_mention', { type: 'app_mention', ...event }, channel);
      return message;
    },

    /** Uploads a file: into a form (its field takes the answer), or into a conversation. */
    upload({ user, channel, thread_ts, ...file }: UploadAct): JsonObject {
      const person = personOf(stage, user);
      const stored = workspace.files.given({ owner: person.id, ...file });
      if (channel === undefined) return fileOnWire(stored, stage);
      channelOf(stage, channel);
      workspace.files.share(stored, stored.title, channel);
      const { id, name, title } = stored;
      const thread = thread_ts === undefined ? {} : { thread_ts };
      workspace.messages.post({ user, channel, text: '', files: [{ id, name, title }], ...thread });
      return fileOnWire(workspace.files.get(id) ?? stored, stage);
    },

    /** Writes what they said anew. */
    async editMessage({ user, message, text }: { user: string; message: MessageLike; text: string }): Promise<Message> {
      const before = ownMessage(stage, user, message);
      const after = workspace.messages.change(before, { text, edited: workspace.messages.edited(user) });
      await tell(...changed(stage, after, before), after.channel);
      return after;
    },

    /** Takes back what they said. Of a message with replies a stone stays, so that the thread still hangs on something. */
    async deleteMessage({ user, message }: { user: string; message: MessageLike }): Promise<void> {
      const gone = ownMessage(stage, user, message);
      if (workspace.messages.thread(gone.channel, gone.ts).length > 1) {
        const { blocks: _, ...rest } = gone;
        const stone = workspace.messages.change(rest, TOMBSTONE);
        await tell(...changed(stage, stone, gone), gone.channel);
        return;
      }
      const event = { previous_message: messageOnWire(gone, stage), deleted_ts: gone.ts };
      workspace.messages.remove(gone);
      await tell(...hidden(stage, gone, { subtype: 'message_deleted', ...event }), gone.channel);
    },

    /** Puts an emoji on a message, or takes it away. */
    async react(act: { user: string; message: MessageLike; name: string; remove?: boolean }): Promise<Message> {
      const { channel, ts } = act.message;
      const target = messageOf(stage, { channel, ts });
      const added = act.remove !== true;
      if (hasReacted(target, act.name, act.user) === added) misused(`${act.user} did that to message ${ts} before.`);
      const message = react(stage, target, act.name, act.user, added);
      const item = { type: 'message', channel: target.channel, ts: target.ts };
      const type = added ? 'reaction_added' : 'reaction_removed';
      const event: JsonObject = {
        type,
        user: act.user,
        reaction: act.name,
        item,
        item_user: target.user,
        event_ts: workspace.stamp(),
      };
      await tell(type, event, target.channel);
      return message;
    },

    /** Opens the bot's home tab. */
    async openHome({ user }: { user: string }): Promise<void> {
      const place = { channel: workspace.directory.direct([user])?.id ?? '', event_ts: workspace.stamp() };
      await tell('app_home_opened', { type: 'app_home_opened', user, tab: 'home', ...place });
    },
  };
}

const TOMBSTONE = { text: 'This message was deleted.', subtype: 'tombstone', user: 'USLACKBOT' };
const SUBSCRIPTION = { channel: 'channels', group: 'groups', im: 'im' } as const;

function channelType({ is_im, is_private }: Channel): 'im' | 'group' | 'channel' {
  if (is_im) return 'im';
  return is_private ? 'group' : 'channel';
}

function channelOf({ workspace }: Stage, id: string): Channel {
  return workspace.directory.channel(id) ?? misused(`There is no conversation ${id}.`);
}

/** The message to be edited or deleted, as it stands now. Throws `fake.misused` when it is somebody else's. */
function ownMessage(stage: Stage, user: string, like: MessageLike): Message {
  const { channel, ts } = like;
  const message = messageOf(stage, { channel, ts });
  return message.user === user ? message : misused(`${user} did not write message ${ts}.`);
}

function changed(stage: Stage, after: Message, before: Message): [string, JsonObject] {
  const message = messageOnWire(after, stage);
  const previous_message = messageOnWire(before, stage);
  return hidden(stage, after, { subtype: 'message_changed', message, previous_message });
}

function hidden(stage: Stage, message: Message, about: JsonObject): [string, JsonObject] {
  const channel_type = channelType(channelOf(stage, message.channel));
  const stamp = stage.workspace.stamp();
  const place = { channel: message.channel, channel_type, ts: stamp, event_ts: stamp, hidden: true };
  return [`message.${SUBSCRIPTION[channel_type]}`, { type: 'message', ...place, ...about }];
}

/** Whether the token holds the scope; if not, nothing comes, and it is a refusal a test can see. */
function isGranted(stage: Stage, subscription: string): boolean {
  const needed = EVENT_SCOPES[subscription];
  const granted = needed === undefined || stage.hasScope(needed) || !stage.judge.holds('event-scope');
  if (!granted) stage.noteRefusal(`event ${subscription}`, new Refused('event-scope', 'missing_scope', [needed]));
  return granted;
}
