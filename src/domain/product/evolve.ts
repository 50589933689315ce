import { assert } from '#src/base/assert.ts';
import type { Fact } from '#src/domain/fact.ts';
import { beginOf } from './freezes.ts';
import { dayOf, nextLook } from './look.ts';
import type { ProductDefinition, ProductStream } from './state.ts';

/** The state after a fact; null before the first, which defines it. */
export function evolveProduct(stream: string, before: ProductStream | null, fact: Fact): ProductStream {
  const { seq, at } = fact;
  if (fact.type === 'product.defined') {
    const definition = fact.data.definition as unknown as ProductDefinition;
    const { startedAt = at, looked = [], reminded = null, freezes = {} } = before ?? {};
    const known = { startedAt, looked, reminded, freezes };
    return onward({ kind: 'product', stream, id: stream, seq, definition, lookAt: null, ...known }, fact);
  }
  assert(before !== null, `${stream} begins with its definition`);
  return { ...evolve(before, fact), seq };
}

function evolve(product: ProductStream, fact: Fact): ProductStream {
  switch (fact.type) {
    case 'drills.overdue':
      return onward({ ...product, reminded: fact.data, looked: [...product.looked, fact.data.day] }, fact);
    case 'drills.looked':
      return onward({ ...product, looked: [...product.looked, fact.data.day] }, fact);
    case 'drills.missed':
    case 'clock.jumped':
      return onward(product, fact);
    case 'effect.gave-up':
      // A defect is not met again and again: the next day is looked at.
      if (fact.data.kind !== 'drills.look') return product;
      return onward({ ...product, looked: [...product.looked, dayOf(product.definition, fact.at)] }, fact);
    case 'freeze.told': {
      const { id, what, from, to, reason } = fact.data;
      const known = product.freezes[id] ?? { from, to, reason, begun: fact.at >= beginOf({ from }, product) };
      const now = { stands: what === 'set' || what === 'begun', begun: known.begun || what === 'begun' };
      return { ...product, freezes: { ...product.freezes, [id]: { ...known, ...now } } };
    }
    default:
      return product;
  }
}

function onward(product: ProductStream, { at }: Fact): ProductStream {
  return { ...product, lookAt: nextLook(product, at) };
}
