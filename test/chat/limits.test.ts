import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actions, button, context, header, preformatted, section } from '#src/chat/blocks.ts';
import { bounded, cut, cutHead, TEXT_MAX } from '#src/chat/limits.ts';
import { judged } from '../commands/support/judged.ts';

test('however much there is to say, Slack takes the message', () => {
  const block = fc.oneof(
    fc.string({ maxLength: 9_000 }).map(text => section(text)),
    fc.string({ maxLength: 400 }).map(text => context(text)),
    fc.string({ maxLength: 300 }).map(text => header(text)),
  );
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 70 }), fc.string({ maxLength: 9_000 }), (blocks, text) => {
      judged(bounded({ text: `x${text}`, blocks }));
    }),
    { numRuns: 60 },
  );
});

test('text is cut before buttons are lost', () => {
  const row = actions(button({ text: 'Roll back…', action: 'release.rollback', value: '{}' }));
  const long = Array.from({ length: 8 }, () => section('x'.repeat(2_900)));
  const message = judged(bounded({ text: 'x', blocks: [...long, preformatted('tail'), ...row] }));
  expect(message.blocks?.at(-1)).toEqual(row[0]);
  expect(message.blocks?.at(-2)).toEqual(preformatted('tail'));
});

test('a cut never leaves half a mention, half an entity or half an emoji', () => {
  expect(cut('for <@U0ANA> now', 9)).toBe('for …');
  expect(cut('a &amp; b', 6)).toBe('a …');
  expect(cut('ab😀', 3)).toBe('ab…');
  expect(cutHead('😀ab', 4)).toBe('😀ab');
  expect(cutHead('one\ntwo', 4)).toBe('…two');
  expect(cut('x'.repeat(TEXT_MAX), TEXT_MAX)).toHaveLength(TEXT_MAX);
});
