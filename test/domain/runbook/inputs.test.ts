import { expect, test } from 'vitest';
import { checkInputs, scopeOfStart } from '#src/domain/runbook/inputs.ts';
import { parseWhen } from '#src/domain/runbook/when.ts';
import { input } from '../../support/runbook.ts';

const when = (text: string) => parseWhen(text) ?? null;
const schema = input('schema', { type: 'choice', options: ['none', 'expand'], default: 'none' });
const backup = input('backup', { when: when('inputs.schema != none') });

test('a question its condition switches off is not demanded, and left out', () => {
  expect(checkInputs([schema, backup], {})).toEqual({ ok: true, values: { schema: 'none' } });
});

test('a question its condition switches on is demanded, wherever what it names stands', () => {
  const problems = ['backup: an answer is needed to "backup?"'];
  expect(checkInputs([backup, schema], { schema: 'expand' })).toEqual({ ok: false, problems });
  expect(checkInputs([backup, schema], { schema: 'expand', backup: 'b1' }).ok).toBe(true);
});

test('the default of a question that is switched off stands', () => {
  const weight = input('weight', { type: 'number', default: 5, when: when('inputs.schema != none') });
  expect(checkInputs([schema, weight], {})).toEqual({ ok: true, values: { schema: 'none', weight: 5 } });
});

test('what a question hangs on may be the kind of release, and may be switched off itself', () => {
  const pilot = input('pilot', { when: when('run.strategy == canary') });
  const mail = input('mail', { when: when('inputs.pilot == yes') });
  expect(checkInputs([pilot, mail], {}, scopeOfStart('minor', 'all-at-once'))).toEqual({ ok: true, values: {} });
  expect(checkInputs([pilot, mail], {}, scopeOfStart('minor', 'canary')).ok).toBe(false);
});
