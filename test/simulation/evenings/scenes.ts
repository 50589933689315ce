import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { loadProduct } from '../runbooks.ts';

/** One way the files of the harbor can be: what happens when a window ends is the product's to say. */
export type EveningScene = { readonly name: string; readonly product: LoadedProduct };

export async function loadEvenings(): Promise<readonly EveningScene[]> {
  const ends = ['finish-wave', 'pause', 'rollback'] as const;
  return Promise.all(
    ends.map(async name => ({
      name,
      product: await loadProduct('harbor', text => text.replace('onWindowEnd: pause', `onWindowEnd: ${name}`)),
    })),
  );
}

/** The files after somebody took an alert out of them, or all. */
export function withoutAlerts(product: LoadedProduct, name: string | null): LoadedProduct {
  const { alerts } = product;
  if (alerts === null || name === null) return { ...product, alerts: null };
  const environments = alerts.environments.map(one => ({
    ...one,
    alerts: one.alerts.filter(alert => alert.name !== name),
  }));
  return { ...product, alerts: { ...alerts, environments } };
}
