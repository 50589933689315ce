import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import { cut, SECTION_MAX } from './limits.ts';

/** Text of ours with escaped data in it. `verbatim`: Slack makes no links and channel names of it by itself. */
export function mrkdwn(text: string, max = SECTION_MAX): MrkdwnElement {
  return { type: 'mrkdwn', text: cut(text, max) || '–', verbatim: true };
}

export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, max) || '–', emoji: true };
}

export function section(...lines: readonly string[]): SectionBlock {
  return { type: 'section', text: mrkdwn(lines.filter(line => line !== '').join('\n')) };
}

export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text, 150) };
}

/** Text as it is: nothing in it is read as formatting, a mention or a link. */
export function preformatted(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text || '–' }] }],
  };
}

export type Press = {
  readonly text: string;
  /** `release.vote`, or `release.tick:2` where several stand in one message. */
  readonly action: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
};

export function button({ text, action, value, style, confirm }: Press): Button {
  return {
    type: 'button',
    text: plainText(text, 75),
    action_id: `gonogo:${action}`,
    value,
    ...(style && { style }),
    ...(confirm && { confirm }),
  };
}

export type Asked = { readonly title: string; readonly text: string; readonly yes: string; readonly danger?: boolean };

/** The question before an action counts. `text` is plain. */
export function confirmation({ title, text, yes, danger = false }: Asked): ConfirmationDialog {
  return {
    title: plainText(title, 100),
    text: plainText(text, 300),
    confirm: plainText(yes, 30),
    deny: plainText('Cancel', 30),
    style: danger ? 'danger' : 'primary',
  };
}

/** A small menu; at most five entries, values of at most 75 characters. */
export function menu(action: string, entries: readonly { readonly text: string; readonly value: string }[]): Overflow {
  return {
    type: 'overflow',
    action_id: `gonogo:${action}`,
    options: entries.map(entry => ({ text: plainText(entry.text, 75), value: entry.value })),
  };
}

/** A row of buttons; no row at all where there are none. */
export function actions(...elements: readonly (Button | Overflow | null)[]): readonly ActionsBlock[] {
  const present = elements.filter(element => element !== null);
  return present.length === 0 ? [] : [{ type: 'actions', elements: present.slice(0, 25) }];
}
