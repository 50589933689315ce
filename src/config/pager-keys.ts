import type { Product } from '#src/domain/runbook/model/product.ts';
import { GonogoError } from '#src/errors.ts';
import type { Config } from './env.ts';
import { signingSecrets } from './signing-secrets.ts';

/**
 * The routing keys the loaded products name, by the name of their variable. Throws `config.invalid` with every one that
 * is missing: a bot that cannot page must not come up as if it could.
 */
export function pagerKeys(config: Config, products: readonly Product[]): { readonly [name: string]: string } {
  const keys: { [name: string]: string } = {};
  const missing = new Map<string, string>();
  for (const product of products) {
    for (const [name, use] of routingKeys(product)) {
      const value = config.environment[name];
      if (value === undefined || value === '') missing.set(name, `${name} is needed: ${use} of ${product.name}`);
      else keys[name] = value;
    }
    const asked = Object.values(product.roles).find(role => role.onCall !== null);
    if (asked && config.pager.token === null)
      missing.set('PAGERDUTY_TOKEN', `PAGERDUTY_TOKEN is needed: ${product.name} looks up who is ${asked.title}`);
  }
  for (const [name, says] of signingSecrets(config, products).problems) missing.set(name, says);
  if (missing.size === 0) return keys;
  const lines = [...missing.values()].map(one => `  - ${one}`);
  throw new GonogoError('config.invalid', `gonogo cannot start:\n${lines.join('\n')}`);
}

/** Variables with routing keys, and what each is for. */
export function routingKeys(product: Product): readonly (readonly [string, string])[] {
  const services = Object.entries(product.services).flatMap(([name, { pager }]) =>
    pager === null ? [] : [[pager, `the routing key of the service "${name}"`] as const],
  );
  const roles = Object.entries(product.roles).flatMap(([name, { pager }]) =>
    pager === null ? [] : [[pager, `the routing key of the role "${name}"`] as const],
  );
  return [...services, ...roles];
}
