import { section } from '#src/chat/blocks.ts';
import type { Desk, ProductInfo, Verb } from '#src/chat/desk.ts';
import { code, inert } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';
import { standingOf } from '#src/domain/drill/standing.ts';
import { pastDrills } from './past-drills.ts';

export const list: Verb = {
  noun: 'runbook',
  word: 'list',
  usage: 'list',
  help: 'Lists the runbooks of every product, and how its drills stand',
  async run(_request, _text, desk) {
    const products = desk.runbooks.products();
    const parts = await Promise.all(products.map(product => linesOf(desk, product)));
    const text =
      products.length === 0
        ? 'No runbook could be loaded; /runbook lint says why.'
        : `Runbooks of ${products.map(product => inert(product.title)).join(', ')}.`;
    return {
      kind: 'say',
      message: bounded({ text, blocks: [section(text), ...parts.map(lines => section(...lines))] }),
    };
  },
};

async function linesOf(desk: Desk, product: ProductInfo): Promise<readonly string[]> {
  const past = product.drills.length === 0 ? [] : await pastDrills(desk, product.name);
  const types = product.types.map(
    type => `${code(type.name)} ${inert(type.title)} · ${type.strategies.map(inert).join(', ')}`,
  );
  const drills = product.drills.map(drill => {
    const { says, overdue } = standingOf(drill, past, desk.now());
    const often = drill.every === 'on demand' ? '' : ` · every ${drill.every}`;
    return `${code(drill.id)} drill ${inert(drill.title)}${often} · ${inert(says)}${overdue ? ' · *overdue*' : ''}`;
  });
  const incident = product.incidents ? [`${code('incident')} declared with ${code('/incident declare')}`] : [];
  return [`*${inert(product.title)}* (${code(product.name)})`, ...types, ...incident, ...drills];
}
