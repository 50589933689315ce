import type { Instant } from '#src/base/time.ts';
import type { FakeClock } from './options.ts';

export type ChangeType =
  | 'message.posted'
  | 'message.updated'
  | 'message.deleted'
  | 'ephemeral.posted'
  | 'ephemeral.updated'
  | 'ephemeral.deleted'
  | 'view.opened'
  | 'view.updated'
  | 'view.closed'
  | 'home.published'
  | 'channel.changed'
  | 'file.shared'
  | 'pin.added';

/** Something the people of the workspace can see has changed. `revision` counts all changes from 1. */
export type Change = {
  readonly revision: number;
  readonly at: Instant;
  readonly type: ChangeType;
  readonly channel?: string;
  readonly ts?: string;
  readonly user?: string;
  /** A view's id, an ephemeral's id or a file's id. */
  readonly id?: string;
};

export type Changes = ReturnType<typeof createChanges>;

/** Counts changes and tells whoever listens, in order and before the call that made them is answered. */
export function createChanges(clock: FakeClock) {
  const listeners = new Set<(change: Change) => void>();
  let revision = 0;
  return {
    get revision() {
      return revision;
    },
    publish(type: ChangeType, about: Omit<Change, 'revision' | 'at' | 'type'>) {
      revision += 1;
      const change: Change = { revision, at: clock.now(), type, ...about };
      for (const listener of listeners) listener(change);
      return revision;
    },
    /** Answers the function that ends the subscription. */
    subscribe(listener: (change: Change) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
