import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { registry } from '#commands/index.ts';
import { readOffers } from '#src/practice/completions.ts';

const runbooks = fileURLToPath(new URL('../../runbooks', import.meta.url));

test('the command box offers every verb of the bot, and the types and grades of each product in its own channels', async () => {
  const offers = await readOffers(registry.verbs, { runbooks, vars: {} });
  const of = (product: string | null) => offers.filter(one => one.product === product).map(one => one.words);
  expect(of(null)).toEqual(registry.verbs.map(verb => `/${verb.noun} ${verb.word}`));
  expect(of('valero')).toEqual(expect.arrayContaining(['/release start minor', '/incident declare p0']));
  expect(of('hauski')).toEqual([
    ...['app', 'vendor', 'policies', 'toolchain'].map(type => `/release start ${type}`),
    ...['sev1', 'sev2', 'sev3'].map(grade => `/incident declare ${grade}`),
  ]);
});
