/** Our Markdown as blocks: what `markdown.ts` writes, and what people type in a form. All else is shown as text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: readonly Span[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly text: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] };

export type Span = { readonly text: string; readonly bold?: true; readonly code?: true };
type Cell = readonly Span[];

export function blocksOf(markdown: string): readonly Block[] {
  return markdown
    .split(/\n{2,}/)
    .map(part => part.replace(/^\n+|\s+$/g, ''))
    .filter(part => part !== '')
    .flatMap(blocksIn);
}

/** Stretches of a part that are of one kind: a list may stand right below its paragraph. */
function blocksIn(part: string): readonly Block[] {
  const groups: { readonly kind: string; readonly lines: string[] }[] = [];
  for (const line of part.split('\n')) {
    const last = groups.at(-1);
    const kind = kindOf(line, last?.kind);
    if (last !== undefined && kind === last.kind && kind !== 'heading') last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map(({ kind, lines }) => blockOf(kind, lines));
}

function kindOf(line: string, before: string | undefined): string {
  if (/^#{1,6} /.test(line)) return 'heading';
  if (/^[-*] /.test(line)) return 'list';
  // What is indented below an item belongs to it.
  if (before === 'list' && /^\s+\S/.test(line)) return 'list';
  if (line.startsWith('> ')) return 'quote';
  return line.startsWith('|') ? 'table' : 'paragraph';
}

function blockOf(kind: string, lines: readonly string[]): Block {
  switch (kind) {
    case 'heading': {
      const [, marks = '', text = ''] = /^(#+) (.*)$/.exec(lines[0] ?? '') ?? [];
      return { kind: 'heading', level: marks.length, text: spans(text) };
    }
    case 'list':
      return { kind: 'list', items: itemsOf(lines).map(spans) };
    case 'quote':
      return { kind: 'quote', text: spans(lines.map(line => line.slice(2)).join('\n')) };
    case 'table':
      return tableOf(lines);
    default:
      return { kind: 'paragraph', text: spans(lines.join('\n')) };
  }
}

function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (/^[-*] /.test(line)) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ''}\n${line.trim()}`);
  }
  return items;
}

function tableOf(lines: readonly string[]): Block {
  const rows = lines.filter(line => !/^\|(?:\s*:?-+:?\s*\|)+$/.test(line)).map(cellsOf);
  const [head = [], ...rest] = rows;
  // A row that somebody typed short is filled, or the table could not be drawn.
  return { kind: 'table', head, rows: rest.map(row => head.map((_, index) => row[index] ?? [{ text: '' }])) };
}

function cellsOf(line: string): readonly Cell[] {
  const inside = line.replace(/^\|/, '').replace(/\|\s*$/, '');
  // What keeps a stroke in its cell is gone before anything else is read, also where it stands in a command.
  return inside.split(/(?<!\\)\|/).map(cell => spans(cell.trim().replaceAll('\\|', '|')));
}

/** `**bold**`, `` `code` `` and plain text, without the backslashes that kept it plain. */
function spans(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const [, bold, code, plain] of text.matchAll(
    /\*\*((?:\\.|[^*\\])+)\*\*|`([^`]+)`|((?:\\.|[\s\S])(?:\\.|[^*`\\])*)/g,
  )) {
    if (bold !== undefined) found.push({ text: unescaped(bold), bold: true });
    else if (code !== undefined) found.push({ text: code, code: true });
    else if (plain !== undefined) found.push({ text: unescaped(plain) });
  }
  return found.length === 0 ? [{ text: '' }] : found;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([^\w\s])/g, '$1');
}
