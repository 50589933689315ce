import type { Instant } from '#src/base/time.ts';
import { type Block, blocksOf, type Span } from './blocks.ts';

export type PdfRequest = {
  /** Markdown of ours: the PDF says what it says, nothing more. */
  readonly markdown: string;
  /** Above each page. */
  readonly header: string;
  /** Stands in the file as when it was made: from the run, never from the clock, so that the same run gives the same bytes. */
  readonly at: Instant;
};

/** Beside these a table gets the whole width of a page turned sideways. */
const UPRIGHT_COLUMNS_MAX = 7;
const INK = '#1d1c1d';
const QUIET = '#616061';
const LINE = '#c9c9c9';

/** A4, page numbers, table heads that repeat. No address is ever fetched. The same request gives the same bytes. */
export async function renderPdf({ markdown, header, at }: PdfRequest): Promise<Uint8Array> {
  // Loaded with the first document: a bot that starts needs it not.
  const { default: pdfmake } = await import('pdfmake');
  const { default: fonts } = await import('pdfmake/fonts/Roboto.js');
  const files = Object.values(fonts['Roboto'] ?? {});
  pdfmake.setFonts(fonts);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(path => files.includes(path));
  const blocks = blocksOf(markdown);
  const wide = blocks.some(block => block.kind === 'table' && block.head.length > UPRIGHT_COLUMNS_MAX);
  const document = {
    info: { title: header, creator: 'gonogo', producer: 'gonogo', creationDate: new Date(at), modDate: new Date(at) },
    pageSize: 'A4',
    pageOrientation: wide ? 'landscape' : 'portrait',
    pageMargins: [50, 64, 50, 54],
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.25, color: INK },
    header: { text: printable(header), fontSize: 8, color: QUIET, margin: [50, 30, 50, 0] },
    footer: (page: number, pages: number) => ({
      text: `${page} / ${pages}`,
      alignment: 'right',
      fontSize: 8,
      color: QUIET,
      margin: [50, 16, 50, 0],
    }),
    content: blocks.map(contentOf),
  };
  return pdfmake.createPdf(document).getBuffer();
}

function contentOf(block: Block): object {
  switch (block.kind) {
    case 'heading':
      return {
        text: textOf(block.text),
        bold: true,
        fontSize: block.level === 1 ? 18 : block.level === 2 ? 13 : 10.5,
        margin: [0, block.level === 1 ? 0 : 14, 0, 6],
        // A heading alone at the end of a page helps nobody.
        headlineLevel: block.level,
      };
    case 'paragraph':
      return { text: textOf(block.text), margin: [0, 0, 0, 6] };
    case 'quote':
      return { text: textOf(block.text), italics: true, color: QUIET, margin: [12, 0, 0, 6] };
    case 'list':
      return { ul: block.items.map(item => ({ text: textOf(item), margin: [0, 0, 0, 2] })), margin: [0, 0, 0, 6] };
    case 'table':
      return tableOf(block);
  }
}

function tableOf({ head, rows }: Block & { kind: 'table' }): object {
  const widths = widthsOf(head, rows);
  return {
    margin: [0, 2, 0, 10],
    fontSize: 8.5,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths,
      body: [
        head.map(cell => ({ text: textOf(cell), bold: true })),
        ...rows.map(row => row.map((cell, column) => ({ text: textOf(cell), noWrap: widths[column] === 'auto' }))),
      ],
    },
    layout: {
      hLineWidth: (index: number) => (index <= 1 ? 0.8 : 0.4),
      vLineWidth: () => 0,
      hLineColor: () => LINE,
      paddingTop: () => 3,
      paddingBottom: () => 3,
      paddingLeft: () => 3,
      paddingRight: () => 6,
    },
  };
}

/** Columns of figures and short words take what they need, sentences share the rest. */
function widthsOf(
  head: readonly (readonly Span[])[],
  rows: readonly (readonly (readonly Span[])[])[],
): ('auto' | '*')[] {
  const widths = head.map((_, column): 'auto' | '*' => {
    const longest = Math.max(...[head, ...rows].map(row => lengthOf(row[column] ?? [])));
    return longest > SHORT_MAX ? '*' : 'auto';
  });
  return widths.includes('*') ? widths : widths.map((width, column) => (column === widths.length - 1 ? '*' : width));
}

const SHORT_MAX = 18;

function lengthOf(cell: readonly Span[]): number {
  return cell.reduce((total, { text }) => total + text.length, 0);
}

function textOf(spans: readonly Span[]) {
  return spans.map(({ text, bold, code }) => ({
    text: printable(text),
    ...(bold && { bold }),
    ...(code && { background: '#f0f0f0' }),
  }));
}

/** The font has no such signs: what they say stands in their place, never an empty box. */
const SIGNS: { readonly [sign: string]: string } = { '✔': '√', '✓': '√', '✖': '×', '✗': '×', '→': '->', '≤': '≤' };

function printable(text: string): string {
  return text.replaceAll(/[✔✓✖✗→]/gu, sign => SIGNS[sign] ?? sign);
}
