import type { Instant } from '#src/base/time.ts';
import type { Changes } from './changes.ts';
import type { Content } from './messages.ts';
import type { FakeClock } from './options.ts';

/** What one person alone sees in a channel. `from` is `slack` where Slack itself tells them that the bot failed. */
export type Ephemeral = Content & {
  readonly id: string;
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly from: 'bot' | 'slack';
  readonly at: Instant;
};

export type Ephemerals = ReturnType<typeof createEphemerals>;

/** Private notes. No API can read or change them; only a response_url can. */
export function createEphemerals(parts: { changes: Changes; stamp: () => string; clock: FakeClock }) {
  const { changes, stamp, clock } = parts;
  const notes = new Map<string, Ephemeral>();
  const tell = ({ id, channel, ts, user }: Ephemeral) => ({ id, channel, ts, user });
  return {
    all: (): readonly Ephemeral[] => [...notes.values()],
    of: (user: string): readonly Ephemeral[] => [...notes.values()].filter(note => note.user === user),
    get: (id: string) => notes.get(id),
    post(draft: Omit<Ephemeral, 'id' | 'ts' | 'at'>): Ephemeral {
      const ts = stamp();
      const note = { ...draft, id: `${draft.channel}-${ts}`, ts, at: clock.now() };
      notes.set(note.id, note);
      changes.publish('ephemeral.posted', tell(note));
      return note;
    },
    change(note: Ephemeral, content: Content): Ephemeral {
      const { id, channel, user, ts, thread_ts, from, at } = note;
      const stored = { id, channel, user, ts, from, at, ...(thread_ts === undefined ? {} : { thread_ts }), ...content };
      notes.set(id, stored);
      changes.publish('ephemeral.updated', tell(stored));
      return stored;
    },
    /** The person dismisses it, or a response_url deletes it. */
    remove(note: Ephemeral) {
      notes.delete(note.id);
      changes.publish('ephemeral.deleted', tell(note));
    },
  };
}
