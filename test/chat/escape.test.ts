import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code, inert, link, mention, plain, say, whisper } from '#src/chat/escape.ts';
import { cut } from '#src/chat/limits.ts';

/** Anything Slack would act on: a mention, a channel, a group, a date or a link. */
const LIVE = /<[!@#]|<[a-z]+:/i;
const HOSTILE = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<!channel>',
        '<!here|x>',
        '<@U0EVIL>',
        '<#C0EVIL|x>',
        '<https://evil.example|click>',
        '&lt;!here&gt;',
        '|',
        '`',
        '>',
      ),
    ),
    { maxLength: 6 },
  )
  .map(parts => parts.join(''));

test('no data becomes a live mention, channel, link or date, however it is shown', () => {
  fc.assert(
    fc.property(HOSTILE, text => {
      for (const shown of [inert(text), code(text), say(text), cut(inert(text), 20)]) expect(shown).not.toMatch(LIVE);
      // A user's id and nothing else is a mention: that is what it is for.
      if (/^[UW][A-Z0-9]+$/.test(text)) expect(mention(text)).toBe(`<@${text}>`);
      else expect(mention(text)).not.toMatch(LIVE);
      expect(whisper(text)).not.toMatch(/<[!#]|<[a-z]+:/i);
    }),
  );
});

test('a link leads only to http addresses, and its label and address cannot break out of it', () => {
  fc.assert(
    fc.property(HOSTILE, fc.oneof(HOSTILE, fc.webUrl()), (label, url) => {
      const shown = link(url, label);
      if (!shown.startsWith('<')) expect(shown).not.toMatch(LIVE);
      else expect(shown).toMatch(/^<https?:[^<>|]*\|[^<>|]*>$/i);
    }),
  );
  expect(link('https://ci.example/1?a=1&b=2', 'CI run')).toBe('<https://ci.example/1?a=1&amp;b=2|CI run>');
  expect(link('javascript:alert(1)', 'CI')).toBe('CI (javascript:alert(1))');
});

test('a sentence of ours names who did it, and nobody it quotes', () => {
  const says = 'No-go by <@U0ANA>: ask <@U0EVIL> & <!channel>';
  expect(say(says, ['U0ANA'])).toBe('No-go by <@U0ANA>: ask &lt;@U0EVIL&gt; &amp; &lt;!channel&gt;');
});

test('what somebody typed is read as they typed it', () => {
  expect(plain('note <@U1|ana> saw 5 &lt; 6 &amp; <https://x.example|x.example> in <#C1|ops>')).toBe(
    'note @ana saw 5 < 6 & x.example in #ops',
  );
});
