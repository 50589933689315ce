import type { JsonObject } from '#src/base/json.ts';
import { react } from '../api/reactions.ts';
import type { Channel } from '../directory.ts';
import type { Message } from '../messages.ts';
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

/** People talk, react and look around; the bot hears what its manifest subscribes to and where it is a member. */
export function createTalk(stage: Stage, events: Events) {
  const { workspace, bot } = stage;

  async function tell(subscription: string, event: JsonObject, channel?: string): Promise<EventSent | undefined> {
    const hears = channel === undefined || workspace.directory.channel(channel)?.members.includes(bot.user_id) === true;
    return hears && events.subscribes(subscription) ? events.send(event, subscription) : undefined;
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

    async edit({ user, message, text }: { user: string; message: MessageLike; text: string }): Promise<Message> {
      const before = messageOf(stage, message);
      if (before.user !== user) misused(`${user} did not write message ${before.ts}.`);
      const after = workspace.messages.change(before, { text, edited: workspace.messages.edited(user) });
      const change = { message: { type: 'message', user, text, ts: after.ts, edited: after.edited ?? null } };
      const former = { previous_message: { type: 'message', user, text: before.text, ts: before.ts } };
      await tell(...changed(stage, after, { subtype: 'message_changed', ...change, ...former }), after.channel);
      return after;
    },

    async remove({ user, message }: { user: string; message: MessageLike }): Promise<void> {
      const gone = messageOf(stage, message);
      if (gone.user !== user) misused(`${user} did not write message ${gone.ts}.`);
      workspace.messages.remove(gone);
      const former = { previous_message: { type: 'message', user, text: gone.text, ts: gone.ts }, deleted_ts: gone.ts };
      await tell(...changed(stage, gone, { subtype: 'message_deleted', ...former }), gone.channel);
    },

    /** Puts an emoji on a message, or takes it away. */
    async react(act: { user: string; message: MessageLike; name: string; remove?: boolean }): Promise<Message> {
      const target = messageOf(stage, act.message);
      const added = act.remove !== true;
      const message = react(
        stage,
        workspace.messages.get(target.channel, target.ts) ?? target,
        act.name,
        act.user,
        added,
      );
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

const SUBSCRIPTION = { channel: 'channels', group: 'groups', im: 'im' } as const;

function channelType({ is_im, is_private }: Channel): 'im' | 'group' | 'channel' {
  if (is_im) return 'im';
  return is_private ? 'group' : 'channel';
}

function channelOf({ workspace }: Stage, id: string): Channel {
  return workspace.directory.channel(id) ?? misused(`There is no conversation ${id}.`);
}

function changed(stage: Stage, message: Message, about: JsonObject): [string, JsonObject] {
  const channel_type = channelType(channelOf(stage, message.channel));
  const stamp = stage.workspace.stamp();
  const place = { channel: message.channel, channel_type, ts: stamp, event_ts: stamp, hidden: true };
  return [`message.${SUBSCRIPTION[channel_type]}`, { type: 'message', ...place, ...about }];
}
