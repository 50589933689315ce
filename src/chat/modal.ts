import type { InputBlock, KnownBlock } from '@slack/types';
import { plainText } from './blocks.ts';
import { cut } from './limits.ts';
import type { View } from './message.ts';

/** Where a form was asked for: what it says later goes there. */
export type Place = { readonly channel: string | null; readonly thread: string | null };

export type Form = {
  /** `release.rollback`: who reads it (commands/index.ts). */
  readonly form: string;
  readonly title: string;
  readonly submit: string;
  readonly place: Place;
  /** Comes back with the answers. */
  readonly data: { readonly [name: string]: unknown };
  readonly blocks: readonly KnownBlock[];
};

const BLOCKS_MAX = 100;

export function modal({ form, title, submit, place, data, blocks }: Form): View {
  const { channel, thread } = place;
  return {
    type: 'modal',
    callback_id: `gonogo:${form}`,
    title: plainText(title, 24),
    submit: plainText(submit, 24),
    close: plainText('Cancel', 24),
    private_metadata: JSON.stringify({ channel, thread, ...data }),
    blocks: blocks.slice(0, BLOCKS_MAX),
  };
}

/** What a form becomes when there is nothing left to send: a text to read and close. */
export function closingView(title: string, blocks: readonly KnownBlock[]): View {
  return { type: 'modal', title: plainText(title, 24), close: plainText('Close', 24), blocks: [...blocks] };
}

export type TextField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly initial?: string;
  readonly optional?: boolean;
  readonly multiline?: boolean;
  /** The longest text it takes; Slack allows 3,000. Default 2,000. */
  readonly max?: number;
};

/** A text people type. Its block and its answer go by its name. */
export function textField({
  name,
  label,
  hint,
  initial,
  optional = false,
  multiline = true,
  max = 2_000,
}: TextField): InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional,
    label: plainText(label, 1_000),
    ...(hint !== undefined && hint !== '' && { hint: plainText(hint, 1_000) }),
    element: {
      type: 'plain_text_input',
      action_id: name,
      multiline,
      max_length: max,
      ...(initial !== undefined && initial !== '' && { initial_value: cut(initial, max) }),
    },
  };
}

/** Somebody of the workspace. Its block and its answer go by its name. */
export function personField({ name, label, optional = false }: Omit<TextField, 'hint' | 'initial'>): InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional,
    label: plainText(label, 100),
    element: { type: 'users_select', action_id: name },
  };
}

/** One file, uploaded from where the person is. Its answer is a list with Slack's id of it. */
export function fileField({ name, label, optional = false }: Omit<TextField, 'hint' | 'initial'>): InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional,
    label: plainText(label, 1_000),
    element: { type: 'file_input', action_id: name, max_files: 1 },
  };
}
