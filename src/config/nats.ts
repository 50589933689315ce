/** The NATS server of the environment: where it is, and who we are there. */
export type NatsConfig = {
  /** `host:port` each. */
  readonly servers: readonly string[];
  readonly tls: boolean;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly credentials?: string;
};

export const NATS_HELP =
  'must be the address of a NATS server or several with commas, for example tls://user:password@nats.example.com:4222';
const PORT = '4222';

/** Addresses as NATS writes them: `nats://` or `tls://`, with user and password or a token before the `@` of one. Null: it is none. */
export function readNats(text: string, credentials?: string): NatsConfig | null {
  const urls = text.split(',').map(one => one.trim());
  if (!urls.every(isNats)) return null;
  const parsed = urls.map(one => new URL(one));
  const known = parsed.find(one => one.username !== '');
  return {
    servers: parsed.map(({ hostname, port }) => `${hostname}:${port || PORT}`),
    // Whoever writes one of them with tls:// does not want the others in the clear.
    tls: parsed.some(one => one.protocol === 'tls:'),
    ...(known === undefined ? {} : loginOf(known)),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function isNats(text: string): boolean {
  if (!/^(nats|tls):\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password, pathname } = new URL(text);
  return hostname !== '' && /^\/?$/.test(pathname) && isDecodable(username) && isDecodable(password);
}

/** A percent sign in a password has to be written as %25. */
export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** One word alone is a token. */
function loginOf({ username, password }: URL): Partial<NatsConfig> {
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return password === '' ? { token: user } : { user, pass };
}
