import { expect, test } from 'vitest';
import { notesMarkdown } from '#src/domain/release/notes.ts';
import { releaseNotes } from '#src/reports/release-notes.ts';

let number = 0;
function commit(message: string, author = 'Mira Sommer') {
  number += 1;
  return { hash: String(number).padStart(7, 'c').padEnd(40, '0'), author, message };
}

function notes(messages: readonly string[], sections: readonly string[]): string {
  number = 0;
  const commits = messages.map(message => commit(message));
  return notesMarkdown(releaseNotes({ title: 'Shop 1.3.0', previousTag: 'v1.2.0', commits, sections }));
}

test('[V3] [R1] notes are drafted from the commits; what commits cannot tell is asked, and nothing is lost', () => {
  const text = notes(
    [
      'feat(documents): write up to a hundred documents in one batch',
      'fix(documents): keep umlauts in PDF file names',
      'chore(db): a column for the batch',
      'docs: say how',
      'Merge branch "x"',
      'hand-made change',
    ],
    ['New', 'Fixed', 'Operations', 'Rollback', 'Known issues'],
  );
  expect(text).toBe(`# Shop 1.3.0

Since v1.2.0: 6 commits by 1 person.

## New

- **documents:** write up to a hundred documents in one batch (cccccc1, Mira Sommer)

## Fixed

- **documents:** keep umlauts in PDF file names (cccccc2, Mira Sommer)

## Operations

- **db:** a column for the batch (cccccc3, Mira Sommer)

## Rollback

> TODO: How do we get back, and until when can we?

## Known issues

> TODO: What is to be said under "Known issues"?

## Other changes

- say how (cccccc4, Mira Sommer)
- hand-made change (cccccc6, Mira Sommer)
`);
});

test.each([
  'feat!: new numbers',
  'feat(api)!: new numbers',
  'feat: new numbers\n\nBREAKING CHANGE: old numbers are refused',
  'fix: new numbers\n\nBREAKING-CHANGE: old numbers are refused',
])('%j stands under Breaking, first, whether the runbook asks for that section or not', message => {
  for (const sections of [['New'], ['New', 'Breaking changes']]) {
    const text = notes(['feat: calm', message], sections);
    const [, breaking = ''] = text.split(/## Breaking.*\n\n/);
    expect(breaking.split('\n\n')[0]).toContain('new numbers (cccccc2');
    expect(breaking.includes('old numbers are refused')).toBe(message.includes('refused'));
    expect(text.match(/new numbers/g)).toHaveLength(1);
  }
});

test('a section without commits says so or asks; it is never only a heading', () => {
  const sections = [
    'New',
    'Fixed',
    'Breaking',
    'Performance',
    'Operations',
    'Security',
    'User-visible',
    '???',
    'Rollback',
  ];
  for (const part of notes([], sections).split(/^## /m).slice(1)) {
    expect(part.split('\n').filter(line => line !== '').length).toBe(2);
  }
});

test('a commit taken back by a later one is named only as taken back', () => {
  const feature = 'feat: batch';
  const text = notes(
    [`Revert "${feature}"\n\nThis reverts commit ccccccc2.`.replace('ccccccc2', 'cccccc2'), feature],
    ['New'],
  );
  expect(text).toContain('## New\n\nNothing is new.');
  expect(text).toContain('- Revert "feat: batch" (cccccc1');
});

test('a commit cannot bring its own headings, links, mentions or columns into the notes', () => {
  const text = notes(
    [
      'feat: # heading',
      'feat: 1. one',
      'feat: <!channel> <@U1> [click](https://evil.example) `x` *b* __init__ | &lt; a_b',
      'feat: \u202etxt.exe\u0007',
      'fix(a*b):   spaces\t',
    ],
    ['New', 'Fixed'],
  );
  expect(text.split('\n').filter(line => line.startsWith('- '))).toEqual([
    '- \\# heading (cccccc1, Mira Sommer)',
    '- 1\\. one (cccccc2, Mira Sommer)',
    '- \\<!channel> \\<@U1> \\[click\\](https://evil.example) \\`x\\` \\*b\\* \\_\\_init\\_\\_ \\| \\&lt; a_b (cccccc3, Mira Sommer)',
    '- txt.exe (cccccc4, Mira Sommer)',
    '- **a\\*b:** spaces (cccccc5, Mira Sommer)',
  ]);
});

test('a very long section is cut and counted', () => {
  const text = notes(
    Array.from({ length: 60 }, (_, index) => `feat: number ${index}`),
    ['New'],
  );
  expect(text.match(/^- /gm)).toHaveLength(51);
  expect(text).toContain('- and 10 more');
});
