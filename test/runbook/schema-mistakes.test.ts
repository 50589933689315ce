import { describe, expect, test } from 'vitest';
import { fixture } from './support.ts';
import { told } from './validator.ts';

const STEP = '      - run: npm test\n';
const TYPES = 'types:\n';
const METRICS = 'metrics:\n';

/** What is put in, on which of its lines the mistake is, and what has to be named. */
type Mistake = readonly [what: string, put: string, line: number, says: readonly RegExp[]];

const IN_STEPS: readonly Mistake[] = [
  ['a mistyped verb', '- runn: make', 1, [/one of note, confirm/, /runn/]],
  ['a mistyped key', '- run: make\n  timout: 10m', 2, [/timout/]],
  ['a key of another verb', '- confirm: All is well\n  outputs: { url: stdout }', 2, [/outputs/]],
  ['no verb', '- name: Look at it', 1, [/one of note, confirm/]],
  ['a text in place of a step', '- make it so', 1, [/must be object/]],
  ['a bare number in place of a duration', '- run: make\n  timeout: 10', 2, [/timeout/]],
  ['words in place of a duration', '- run: make\n  timeout: 10 minutes', 2, [/pattern/]],
  ['a word that is none of those allowed', '- run: make\n  onFailure: stop', 2, [/allowed values \(onFailure/]],
  ['a text in place of a list', '- checklist: The backup is done', 1, [/must be array \(checklist/]],
  ['a mistyped item', '- checklist:\n    - { itme: The backup is done }', 2, [/item\)/, /itme/]],
  ['a mistyped key in an approval', '- approve:\n    role: { captain: 1 }', 2, [/\(role\)/]],
  ['a word in place of a count', '- approve:\n    roles: { captain: one }', 2, [/must be integer/]],
  ['a wave without its soak', '- shift:\n    run: make\n    waves: [{ weight: 10%, targets: [a] }]', 3, [/soak/]],
  [
    'a shift that does nothing',
    '- shift:\n    waves: [{ weight: 10%, targets: [a], soak: 5m }]',
    2,
    [/one of run, http/],
  ],
  ['a mistyped method', '- http: { psot: "http://shop" }', 1, [/one of get, post/, /psot/]],
  ['an unknown type of field', '- ask:\n    sure: { type: bool }', 2, [/allowed values \(type/]],
  ['a mistyped choice', '- run: { byTyp: { minor: make } }', 1, [/must be string,array \(run/]],
  ['nothing behind a verb', '- run:', 1, [/must be string,array \(run/]],
];

const IN_METRICS: readonly Mistake[] = [
  ['a mistyped source', 'up: { promehteus: up, limits: none }', 1, [/one of prometheus, json/, /promehteus/]],
  ['an unknown unit', 'up: { prometheus: up, unit: seconds }', 1, [/allowed values \(unit/]],
  [
    'an unknown action',
    'up:\n  prometheus: up\n  limits: [{ above: 1, action: stop }]',
    3,
    [/allowed values \(action/],
  ],
  [
    "a source with a key that is another one's",
    'up:\n  scrape: { url: "http://shop", gauges: up }',
    2,
    [/one of histogram/, /gauges/],
  ],
];

describe('an editor names one mistake once or twice, on its line, and not as what it is not', () => {
  test.each(IN_STEPS)('in a step: %s', (_, put, line, says) => {
    expectTold('release.yml', STEP, `${indented(put, 6)}${STEP}`, { line, says });
  });

  test.each(IN_METRICS)('in a metric: %s', (_, put, line, says) => {
    expectTold('product.yml', METRICS, `${METRICS}${indented(put, 2)}`, { line, says });
  });

  test('in a release type', () => {
    const put = 'huge: { bump: huge, strategy: rolling }';
    expectTold('release.yml', TYPES, `${TYPES}${indented(put, 2)}`, { line: 1, says: [/allowed values \(bump/] });
  });

  test('two verbs: each is said not to stand beside the other', () => {
    const [one, two, ...more] = told(withPut('release.yml', STEP, `${indented('- run: make\n  note: hi', 6)}${STEP}`));
    expect(one).toMatch(/\(run\)|\(note\)/);
    expect(two).toMatch(/\(run\)|\(note\)/);
    expect(more).toEqual([]);
  });
});

type Told = { readonly line: number; readonly says: readonly RegExp[] };

function expectTold(file: string, find: string, replaced: string, { line, says }: Told): void {
  const text = withPut(file, find, replaced);
  const before = withPut(file, find, find).split('\n');
  const first = text.split('\n').findIndex((one, at) => one !== before[at]) + 1;
  const all = told(text);
  expect(all.length, all.join('\n')).toBeLessThanOrEqual(2);
  for (const one of says) expect(all.join('\n')).toMatch(one);
  for (const one of all) expect(one).toMatch(new RegExp(`^${first + line - 1}: `));
}

function withPut(file: string, find: string, put: string): string {
  const text = fixture('shop').find(({ path }) => path.endsWith(`/${file}`))?.text ?? '';
  expect(text.split(find), find).toHaveLength(2);
  return text.replace(find, () => put);
}

function indented(text: string, by: number): string {
  return `${text
    .split('\n')
    .map(line => ' '.repeat(by) + line)
    .join('\n')}\n`;
}
