import type { Product } from '#src/domain/runbook/model/product.ts';
import { DEFAULT_SIGNING_SECRET } from '#src/domain/runbook/model/product.ts';
import type { Config } from './env.ts';

export const SIGNING_SECRET_HELP =
  'must be whsec_ and 24 to 64 bytes in base64; `openssl rand -base64 32` makes them. While one is changed both may stand there, the new one first, with a space between';

/** While a secret is changed the new and the old one; more would be a list nobody ever tidies. */
const SECRETS_MAX = 2;

/** One secret, or two while it is changed. Null: it is none. */
export function readSigningSecrets(text: string): readonly string[] | null {
  const secrets = text.trim().split(/\s+/);
  return secrets.length <= SECRETS_MAX && secrets.every(isSecret) ? secrets : null;
}

function isSecret(text: string): boolean {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64').length;
  return bytes >= 24 && bytes <= 64;
}

export type SigningSecrets = {
  /** Name of a variable -> its secrets, the newest first. */
  readonly secrets: { readonly [name: string]: readonly string[] };
  /** Variables that are named and hold none -> a sentence. */
  readonly problems: ReadonlyMap<string, string>;
};

/** What events for the subscribers of the loaded products are signed with. */
export function signingSecrets({ environment }: Config, products: readonly Product[]): SigningSecrets {
  const secrets: { [name: string]: readonly string[] } = {};
  const problems = new Map<string, string>();
  for (const { name: product, subscribers = [] } of products)
    for (const { secret: name = DEFAULT_SIGNING_SECRET } of subscribers) {
      const value = environment[name] ?? '';
      const read = readSigningSecrets(value);
      if (read !== null) secrets[name] = read;
      else if (value !== '') problems.set(name, `${name} ${SIGNING_SECRET_HELP}`);
      else problems.set(name, `${name} is needed: ${product} has subscribers, and nothing is sent unsigned`);
    }
  return { secrets, problems };
}
