import { expect, test } from 'vitest';
import { verdictWords } from '#src/chat/cards/release/state-words.ts';

const met = { says: 'All tests are green', outcome: 'met', why: 'exit 0' } as const;

test('a runbook that says nothing about success does not warn that it was not proven', () => {
  expect(verdictWords({ verdict: 'not-proven', lines: [] })).toBe('');
  expect(verdictWords({ verdict: 'not-proven', lines: [{ ...met, outcome: 'not-known' }] })).toBe(
    ': success not proven',
  );
  expect(verdictWords({ verdict: 'success', lines: [met] })).toBe(': a success');
});
