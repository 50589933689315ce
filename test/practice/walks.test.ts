import { expect, test } from 'vitest';
import { type Walk, type Walked, walk } from './support/newcomer.ts';
import { KINDS, type Kind } from './support/ways.ts';
import { openPractice } from './support/workspace.ts';

/** The shortest of each product; `npm run walk` walks them all. */
const SHORTEST = [
  'valero /release start patch strategy=rolling',
  'wimmelwelt /release start patch strategy=straight',
  'hauski /release start vendor',
  'horadus /release start patch',
];

const LONG_MS = 600_000;

test.each(SHORTEST)(
  '[X7] who only follows the page brings %s to its end, and another one back',
  async name => {
    const kind = kindOf(name);
    const there = await walkAlone({ ...kind, back: null });
    expect(there.card).toContain('*Completed*');
    const back = await walkAlone({ ...kind, back: kind.middle });
    expect(back.card).toContain('*Rolled back*');
    for (const { thread } of [there, back]) saidOnce(thread);
  },
  LONG_MS,
);

/** In a workspace of its own: what came through once may leave nothing to release. */
async function walkAlone(way: Walk & { readonly product: string }): Promise<Walked> {
  await using practice = await openPractice(way.product);
  return await walk(practice.url, way);
}

/** Nothing stands in a thread twice, but that the same command was done again, or a go said again that was asked for again. */
function saidOnce(thread: readonly string[]): void {
  const again = thread.some(text => /every vote is asked again/i.test(text));
  const may = again ? /succeeded after|^[▶✔] “|^\n|^✔ Go by/ : /succeeded after|^[▶✔] “|^\n/;
  const twice = thread.filter((text, nth) => thread.indexOf(text) !== nth && !may.test(text));
  expect(twice).toEqual([]);
}

function kindOf(name: string): Kind {
  const found = KINDS.find(({ product, command }) => `${product} ${command}` === name);
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}
