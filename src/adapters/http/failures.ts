/** Failures before the first byte of a request left: name look-up, connecting, agreeing on a certificate. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const WORDS: { readonly [code: string]: string } = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
};

type Coded = { readonly code?: unknown; readonly syscall?: unknown };

/** Can the other side not have seen any of it? */
export function certainlyNotSent(error: unknown): boolean {
  const { code, syscall } = codedOf(error);
  return syscall === 'connect' || (typeof code === 'string' && BEFORE_SENDING.has(code));
}

/** In people's words, with the code for whoever searches for it. */
export function reasonOf(error: unknown): string {
  const { code } = codedOf(error);
  if (typeof code !== 'string') return 'the request failed';
  return `${WORDS[code] ?? 'the connection failed'} (${code})`;
}

/** fetch wraps what really happened in a `TypeError: fetch failed`. */
function codedOf(error: unknown): Coded {
  if (!(error instanceof Error)) return {};
  const cause = error.cause;
  if (cause instanceof Error) return cause as Coded;
  return error as Coded;
}
