import type { JsonObject } from '#src/base/json.ts';
import type { Changes } from './changes.ts';
import type { TeamSeed } from './options.ts';

export type Reaction = { readonly name: string; readonly users: readonly string[] };
export type SharedFile = { readonly id: string; readonly name: string; readonly title: string };

/** What is said, whoever says it and wherever it lands. */
export type Content = {
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly metadata?: JsonObject;
};

/** A message as it stands. Never changed in place: an old object is what somebody's stale screen still shows. */
export type Message = Content & {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  /** Who wrote it; the bot's own user id for messages of the bot. */
  readonly user: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions: readonly Reaction[];
  readonly files: readonly SharedFile[];
  readonly pinned: boolean;
  readonly permalink: string;
  /** The workspace revision of the last change. */
  readonly revision: number;
};

export type NewMessage = Content & {
  readonly channel: string;
  readonly user: string;
  readonly bot_id?: string;
  readonly thread_ts?: string;
  readonly subtype?: string;
  readonly files?: readonly SharedFile[];
};

export type Messages = ReturnType<typeof createMessages>;

/** All messages, by channel and in the order of their timestamps. */
export function createMessages(parts: { changes: Changes; stamp: () => string; team: TeamSeed }) {
  const { changes, stamp, team } = parts;
  const byChannel = new Map<string, Map<string, Message>>();
  const of = (channel: string) => {
    const known = byChannel.get(channel) ?? new Map<string, Message>();
    byChannel.set(channel, known);
    return known;
  };
  // By parent, so that a busy channel is not searched for replies at each call.
  const replies = new Map<string, string[]>();
  const get = (channel: string, ts: string) => byChannel.get(channel)?.get(ts);

  function put(message: Message, change: 'message.posted' | 'message.updated'): Message {
    const { channel, ts } = message;
    const stored = { ...message, revision: changes.revision + 1 };
    of(channel).set(ts, stored);
    changes.publish(change, { channel, ts });
    return stored;
  }

  return {
    get,
    in: (channel: string): readonly Message[] => [...(byChannel.get(channel)?.values() ?? [])],
    all: (): readonly Message[] => [...byChannel.values()].flatMap(channel => [...channel.values()]),
    /** The parent first, then its replies; empty when there is no such message. */
    thread(channel: string, ts: string): readonly Message[] {
      const parent = get(channel, ts);
      if (!parent) return [];
      const below = replies.get(`${channel} ${ts}`) ?? [];
      return [parent, ...below.map(reply => get(channel, reply)).filter(reply => reply !== undefined)];
    },
    post(draft: NewMessage): Message {
      const ts = stamp();
      if (draft.thread_ts !== undefined) {
        const thread = `${draft.channel} ${draft.thread_ts}`;
        const below = replies.get(thread);
        if (below) below.push(ts);
        else replies.set(thread, [ts]);
      }
      const permalink = linkTo(team, draft.channel, ts, draft.thread_ts);
      const message = { ...draft, ts, permalink, reactions: [], files: draft.files ?? [], pinned: false, revision: 0 };
      return put(message, 'message.posted');
    },
    /** Replaces what the given fields say and leaves the rest. */
    change: (message: Message, fields: Partial<Message>) => put({ ...message, ...fields }, 'message.updated'),
    remove({ channel, ts }: Message) {
      of(channel).delete(ts);
      changes.publish('message.deleted', { channel, ts });
    },
    edited: (user: string) => ({ user, ts: stamp() }),
  };
}

function linkTo(team: TeamSeed, channel: string, ts: string, thread: string | undefined): string {
  const place = `https://${team.domain}.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
  return thread === undefined ? place : `${place}?thread_ts=${thread}&cid=${channel}`;
}
