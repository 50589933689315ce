/*
 * Markdown as text. Whatever people, commits and commands have written goes through `inline`: it then shows as it was
 * written, on one line, and can neither become a heading, a link, a mention nor a second column.
 */

const CONTROLS = /[^\P{Cc}\s]|\p{Bidi_Control}/gu;

/** Foreign text inside a line, a list item or a table cell. */
export function inline(text: string): string {
  return (
    text
      .replace(CONTROLS, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[\\`*[\]<|~]/g, '\\$&')
      // Inside a word an underscore is harmless, and addresses are full of them.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // At the beginning these would open a heading, a list or a quotation.
      .replace(/^[#+=>-]/, '\\$&')
      .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
  );
}

/** A command as it was typed, in a typewriter face, on one line; a column cannot begin in it. */
export function typed(text: string): string {
  const said = text.replace(CONTROLS, '').replace(/\s+/g, ' ').trim().replaceAll('`', "'").replaceAll('|', '\\|');
  return said === '' ? '' : `\`${said}\``;
}

/** Cells are Markdown already. Empty cells show a dash, so that nobody takes a gap for a slip. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => (cell === '' ? '–' : cell)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function list(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

/** Blocks with a blank line between them and one newline at the end; empty ones are left out. */
export function page(blocks: readonly string[]): string {
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`;
}
