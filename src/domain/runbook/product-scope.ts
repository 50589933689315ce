import type { Product } from './model/product.ts';
import type { Scope } from './template.ts';
import { variableOf } from './vars.ts';

/** What `${{ name }}` stands for where no run is on: the product's vars, the environment, the service named `default`. */
export function productScope(product: Pick<Product, 'vars' | 'services'>, environment: string): Scope {
  const service = product.services['default'];
  const values: { readonly [name: string]: string | null | undefined } = {
    environment,
    'service.name': 'default',
    'service.url': service?.url,
    'service.container': service?.container,
    'service.owner': service?.owner,
  };
  return name =>
    name.startsWith('vars.') ? variableOf(product.vars, name.slice('vars.'.length)) : (values[name] ?? undefined);
}
