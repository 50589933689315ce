import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { loadProduct } from '../runbooks.ts';

/** One way the files of the harbor can be: what happens when a window ends, and when people work, is the product's to say. */
export type EveningScene = { readonly name: string; readonly product: LoadedProduct };

export async function loadEvenings(): Promise<readonly EveningScene[]> {
  const ends = { 'finish-wave': '20:05-24:00', pause: '20:55-24:00', rollback: '20:55-24:00' };
  return Promise.all(
    Object.entries(ends).map(async ([name, hours]) => ({
      name,
      product: await loadProduct('harbor', text =>
        text.replace('onWindowEnd: pause', `onWindowEnd: ${name}`).replace('20:05-24:00', hours),
      ),
    })),
  );
}

/** The files after somebody took out of them whatever goes on by itself. */
export function atRest(product: LoadedProduct): LoadedProduct {
  return { ...product, alerts: null, drills: [] };
}

/** The files after somebody took an alert out of them. */
export function withoutAlert(product: LoadedProduct, name: string): LoadedProduct {
  const { alerts } = product;
  if (alerts === null) return product;
  const environments = alerts.environments.map(one => ({
    ...one,
    alerts: one.alerts.filter(alert => alert.name !== name),
  }));
  return { ...product, alerts: { ...alerts, environments } };
}
