/** Shorter values would mask half the log; nobody issues such secrets. */
const SECRET_LENGTH_MIN = 6;
/** What is left of a secret in the middle of somebody else's base64 must be long enough to be no accident. */
const BASE64_CORE_MIN = 8;

const TOKEN_PATTERNS: readonly RegExp[] = [
  /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{6,}/g, // Slack
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g, // GitHub
  /\bwhsec_[A-Za-z0-9+/=]{16,}/g, // Standard Webhooks
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
  /(?<=\b(?:Bearer|Basic|OAuth|Token token=) ?)[A-Za-z0-9._~+/=-]{16,}/g,
  /(?<=hooks\.slack\.com\/(?:commands|actions|app|services)\/)[A-Za-z0-9/_-]+/g,
  /(?<=files\.slack\.com\/upload\/)[A-Za-z0-9/_-]+/g,
  /(?<=:\/\/[^\s/:@"\\]+:)[^\s/@"\\]+(?=@)/g, // a password in an address
];

export const MASK = '***';
export type Mask = (text: string) => string;

/** Takes secrets out of any text: known values in the forms they travel in, and whatever looks like a token. */
export function createMask(secrets: readonly string[]): Mask {
  const known = secrets.filter(secret => secret.length >= SECRET_LENGTH_MIN).flatMap(formsOf);
  // The longest first, or a form that holds another one would leave its ends.
  const forms = [...new Set(known)].sort((a, b) => b.length - a.length);
  return text => {
    let masked = text;
    for (const form of forms) masked = masked.replaceAll(form, MASK);
    for (const pattern of TOKEN_PATTERNS) masked = masked.replace(pattern, MASK);
    return masked;
  };
}

function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map(offset => base64Core(bytes, offset)).filter(core => core.length >= BASE64_CORE_MIN);
  const safe = base64.map(core => core.replaceAll('+', '-').replaceAll('/', '_'));
  const encoded = [encodeURIComponent(secret), new URLSearchParams({ s: secret }).toString().slice(2)];
  return [secret, json, ...encoded, bytes.toString('hex'), ...base64, ...safe];
}

/** The characters of base64 that depend on the secret alone, when it starts `offset` bytes into a group of three. */
function base64Core(secret: Buffer, offset: number): string {
  const bits = (offset + secret.length) * 8;
  const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(bits / 6));
}
