import type { KnownBlock, ModalView } from '@slack/types';

/** One Slack message. `text` is a full sentence: notifications and screen readers get nothing else. */
export type Message = { readonly text: string; readonly blocks?: readonly KnownBlock[] };

/** A modal. `callback_id` names the form that reads it (commands/index.ts). */
export type View = ModalView;
