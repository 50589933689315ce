import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';

/** The elements of a block a person can see or use, and where in the block each stands. */
export function elementsOf(block: JsonObject): readonly { readonly element: JsonObject; readonly at: string }[] {
  const { type, accessory, element, elements } = block;
  if (type === 'section' && isObject(accessory)) return [{ element: accessory, at: '/accessory' }];
  if (type === 'input' && isObject(element)) return [{ element, at: '/element' }];
  if (type === 'image') return [{ element: block, at: '' }];
  if ((type === 'actions' || type === 'context') && Array.isArray(elements)) {
    return elements.filter(isObject).map((one, index) => ({ element: one, at: `/elements/${index}` }));
  }
  return [];
}
