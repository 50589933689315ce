import { expect, test } from 'vitest';
import { shown } from '#src/chat/shown.ts';
import type { Run } from '#src/domain/procedure/state.ts';

const input = (name: string, type: string) => ({ name, type });
const run = {
  kind: 'release',
  inputs: { owner: 'U0ANA', ticket: 'https://t.example/1?a=1&b=2', due: '2026-12-01', soak: '15m', part: 'shop' },
  runbook: {
    inputs: [
      input('owner', 'user'),
      input('ticket', 'link'),
      input('due', 'date'),
      input('soak', 'duration'),
      input('part', 'service'),
    ],
    phases: [{ steps: [{ id: 'q', verb: 'ask', fields: [input('second', 'user')] }] }],
  },
  steps: { q: { outputs: { second: 'U0LI' } } },
} as unknown as Run;

test('[B1] a person who was chosen is mentioned and an address asked for is a link, inside any sentence', () => {
  expect(shown(run, 'U0ANA asks U0LI about https://t.example/1?a=1&b=2 in shop until 2026-12-01, 15m')).toBe(
    '<@U0ANA> asks <@U0LI> about <https://t.example/1?a=1&amp;b=2|https://t.example/1?a=1&amp;b=2> in shop until 2026-12-01, 15m',
  );
});

test('nothing else becomes a mention or a link: not what was typed, nor a longer word', () => {
  const text = '<@U0SAM> <!channel> U0ANAS xU0ANA <https://evil.example|x>';
  expect(shown(run, text)).toBe('&lt;@U0SAM&gt; &lt;!channel&gt; U0ANAS xU0ANA &lt;https://evil.example|x&gt;');
  expect(shown(run, '<@U0SAM>', ['U0SAM'])).toBe('<@U0SAM>');
});
