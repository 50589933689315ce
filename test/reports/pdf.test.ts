import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '#src/base/id.ts';
import { deploymentReport } from '#src/reports/deployment-report.ts';
import { blocksOf } from '#src/reports/pdf/blocks.ts';
import { renderPdf } from '#src/reports/pdf/pdf.ts';
import { SMOOTH } from './facts.ts';

const AT = Date.UTC(2026, 10, 24, 19);
const HEADER = 'REL-1 · VALERO NeuroERP 1.3.0';

/** What a reader sees, page by page; null where this machine has no reader. */
function pagesOf(pdf: Uint8Array): readonly string[] | null {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-pdf-'));
  try {
    writeFileSync(join(folder, 'x.pdf'), pdf);
    const text = execFileSync('pdftotext', ['-layout', join(folder, 'x.pdf'), '-'], { encoding: 'utf8' });
    return text.split('\f').filter(page => page.trim() !== '');
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return null;
    throw cause;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('[V16] the same report gives the same bytes, and another one does not', async () => {
  const markdown = deploymentReport(SMOOTH);
  const pdf = await renderPdf({ markdown, header: HEADER, at: AT });
  expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  expect(sha256(await renderPdf({ markdown, header: HEADER, at: AT }))).toBe(sha256(pdf));
  expect(sha256(await renderPdf({ markdown: `${markdown}.`, header: HEADER, at: AT }))).not.toBe(sha256(pdf));
});

test('[V16] a table goes on over pages with its head, and each page has its number', async () => {
  const rows = Array.from({ length: 90 }, (_, row) => `| step ${row} | Grüße Ελληνικά ✔ \\| <b> |`);
  const markdown = `# Report\n\n| Step | Says |\n| --- | --- |\n${rows.join('\n')}\n`;
  const pages = pagesOf(await renderPdf({ markdown, header: HEADER, at: AT }));
  if (pages === null) return;
  expect(pages.length).toBeGreaterThan(2);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(HEADER);
    expect(page).toMatch(/Step +Says/);
    expect(page.replaceAll(' ', '')).toContain(`${index + 1}/${pages.length}`);
  }
  expect(pages.join('')).toContain('Grüße Ελληνικά √ | <b>');
});

test('our Markdown is read back as it was meant: what was foreign stays text', () => {
  expect(blocksOf('# A \\*b\\*\n\nText **bold** and `x|y`\n- one\n  more\n- two\n\n> TODO: how?\n')).toEqual([
    { kind: 'heading', level: 1, text: [{ text: 'A *b*' }] },
    {
      kind: 'paragraph',
      text: [{ text: 'Text ' }, { text: 'bold', bold: true }, { text: ' and ' }, { text: 'x|y', code: true }],
    },
    { kind: 'list', items: [[{ text: 'one\nmore' }], [{ text: 'two' }]] },
    { kind: 'quote', text: [{ text: 'TODO: how?' }] },
  ]);
  expect(blocksOf('| a | b \\| c |\n| --- | --- |\n| `ls \\| wc` |')).toEqual([
    {
      kind: 'table',
      head: [[{ text: 'a' }], [{ text: 'b | c' }]],
      rows: [[[{ text: 'ls | wc', code: true }], [{ text: '' }]]],
    },
  ]);
});

test('whatever is typed becomes a document', async () => {
  for (const markdown of ['', '**', '`', '\\', '| |', '|', '- ', '#', '** `x** | ` \\'])
    expect((await renderPdf({ markdown, header: '', at: AT })).length).toBeGreaterThan(500);
});
