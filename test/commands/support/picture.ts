import type { KnownBlock, ModalView } from '@slack/types';
import type { Message } from '#src/chat/message.ts';

/** A message as a person sees it, in plain text: headings, lines, and buttons in brackets. For reading and for snapshots. */
export function picture({ text, blocks = [] }: Message): string {
  const lines = blocks.map(block => sayBlock(block)).filter(line => line !== '');
  return [`(${plainDates(text)})`, ...lines.map(plainDates)].join('\n');
}

/** A form as a person sees it: each field with what is filled in; required ones are marked. */
export function pictureOf({ title, blocks }: ModalView): string {
  return picture({ text: title.text, blocks: blocks as readonly KnownBlock[] });
}

function sayBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `# ${block.text.text}`;
    case 'section':
      return block.text?.text ?? '';
    case 'context':
      return block.elements.map(one => ('text' in one ? `  ${one.text}` : '')).join('\n');
    case 'actions':
      return block.elements.map(one => sayElement(one)).join(' ');
    case 'rich_text':
      return JSON.stringify(block.elements).replace(/^.*"text":"(.*?)"}.*$/s, '```$1```');
    case 'input':
      return `${block.label.text}${block.optional ? '' : ' *'}: ${sayInput(block.element)}${block.hint ? `  (${block.hint.text})` : ''}`;
    default:
      return block.type;
  }
}

function sayElement(one: { readonly type: string }): string {
  if (one.type === 'button') return `[${textIn(one)}]`;
  if (one.type === 'overflow') return `[⋯ ${optionsOf(one).join(' | ')}]`;
  return one.type;
}

function textIn(button: object): string {
  return (button as { text: { text: string } }).text.text;
}

function sayInput(element: { readonly type: string }): string {
  const { initial_value: value, initial_user: user } = element as { initial_value?: string; initial_user?: string };
  const options = optionsOf(element);
  return `${element.type}${options.length === 0 ? '' : ` {${options.join(' | ')}}`}${value ? ` = ${value}` : ''}${user ? ` = @${user}` : ''}`;
}

function optionsOf(element: object): readonly string[] {
  const { options = [] } = element as {
    options?: readonly { text: { text: string }; description?: { text: string } }[];
  };
  return options.map(one => (one.description ? `${one.text.text}: ${one.description.text}` : one.text.text));
}

/** `Tue 12:00 UTC` instead of Slack's own notation: the fallback is what stands there. */
function plainDates(text: string): string {
  return text.replace(/<!date\^\d+\^[^|]*\|\w{3} \d{4}-\d\d-(\d\d) (\d\d:\d\d) UTC>/g, '{$1. $2}');
}
