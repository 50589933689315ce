import type { Config } from '#src/config/env.ts';
import { signingSecrets } from '#src/config/signing-secrets.ts';
import { DEFAULT_SIGNING_SECRET, type Product } from '#src/domain/runbook/model/product.ts';
import { ok, problem, type Seen, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

/** Each subscriber has a secret, and one of its own. Nothing is sent: an event would be believed. */
export function subscribersCheck(config: Config, products: readonly Product[]): Check {
  return {
    name: 'Subscribers',
    remedy: 'Look at the subscribers of the products and at the variables they name.',
    run() {
      const users = usersOf(products);
      const { secrets, problems } = signingSecrets(config, products);
      return [
        ...[...problems.values()].map(says => problem(`${says}.`, 'Set it, or take the subscriber out.')),
        ...Object.entries(secrets).map(([name, held]) => isSet(name, held.length, users.get(name) ?? [])),
        ...shared(secrets, users),
      ];
    },
  };
}

/** Variable -> the addresses whose events are signed with it. */
function usersOf(products: readonly Product[]): ReadonlyMap<string, readonly string[]> {
  const all = products.flatMap(one => one.subscribers ?? []);
  const groups = Map.groupBy(all, one => one.secret ?? DEFAULT_SIGNING_SECRET);
  return new Map([...groups].map(([name, same]) => [name, [...new Set(same.map(one => one.url))]]));
}

function isSet(name: string, count: number, urls: readonly string[]): Seen {
  if (count > 1)
    return ok(
      `${name} is being changed: events are signed with both. Take the old one away when every receiver has the new.`,
    );
  return ok(`${name} is set, for ${urls.length} of them; whether they take an event, only an event can tell.`);
}

/** Whoever checks a signature could also make one, and be believed by the others. */
function shared(
  secrets: { readonly [name: string]: readonly string[] },
  users: ReadonlyMap<string, readonly string[]>,
): readonly Seen[] {
  const uses = Object.entries(secrets).flatMap(([name, held]) =>
    held.flatMap(secret => (users.get(name) ?? []).map(url => ({ name, secret, url }))),
  );
  const findings = [...Map.groupBy(uses, one => one.secret).values()].flatMap(same => {
    const urls = new Set(same.map(one => one.url));
    const names = [...new Set(same.map(one => one.name))].join(' and ');
    if (urls.size < 2) return [];
    return [`${names}: ${urls.size} subscribers have the same secret, and each could sign for the bot to the others.`];
  });
  return [...new Set(findings)].map(says =>
    warning(says, 'Give each a variable of its own: secret: NAME, beside its http:.'),
  );
}
