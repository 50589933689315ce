import type { KnownBlock, ModalView } from '@slack/types';

/** One Slack message. `text` is a full sentence: notifications and screen readers get nothing else. */
export type Message = { readonly text: string; readonly blocks?: readonly KnownBlock[] };

/** A modal. `callback_id` names the form that reads it (commands/index.ts). */
export type View = ModalView;

export type FoundMessage = {
  /** Slack user id of who wrote it; null: a bot or an app. */
  readonly user: string | null;
  readonly text: string;
  /** ts of the thread's first message; its own ts where it stands in none. */
  readonly thread: string;
  readonly permalink: string;
};
