import { GonogoError } from '#src/errors.ts';

export type Secrets = {
  readonly headers: { readonly [name: string]: string };
  /** Takes the secrets that were sent out of whatever came back. */
  readonly mask: (text: string) => string;
};

const SECRET = /\$\{\{\s*secrets\.([A-Za-z0-9_]+)\s*\}\}/g;
/** Shorter ones would blot out words by chance. */
const MASKED_CHARS_MIN = 4;
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Puts secrets into headers, nowhere else. Throws `http.failed` when one is not set or cannot be sent; the message
 * names the secret and never shows it.
 */
export function fillSecrets(
  headers: { readonly [name: string]: string },
  secrets: { readonly [name: string]: string },
): Secrets {
  const used = new Set<string>();
  const fill = (_: string, name: string) => {
    const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (secret === undefined) {
      throw new GonogoError(
        'http.failed',
        `secrets.${name} is not set: set GONOGO_SECRET_${name} and start the bot again`,
      );
    }
    used.add(secret);
    return secret;
  };
  const filled = Object.entries(headers).map(([name, text]) => {
    const value = text.replace(SECRET, fill);
    if (!SENDABLE.test(value))
      throw new GonogoError('http.failed', `the header ${name} holds characters that cannot be sent`);
    return [name, value] as const;
  });
  const hidden = [...used].filter(secret => secret.length >= MASKED_CHARS_MIN);
  const mask = (text: string) => hidden.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  return { headers: Object.fromEntries(filled), mask };
}
