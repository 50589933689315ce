import { once } from 'node:events';
import { connect } from 'node:net';
import { GonogoError } from '#src/errors.ts';

const CONNECT_MAX_MS = 5_000;

/** Opens a connection to where an address points and closes it again; nothing is sent. Throws `http.failed`. */
export async function connects(address: string): Promise<void> {
  const url = new URL(address);
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443);
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MAX_MS) });
  } catch (cause) {
    const { code, name } = cause as { code?: string; name?: string };
    const why = name === 'AbortError' ? `no connection within ${CONNECT_MAX_MS / 1_000} s` : (code ?? String(cause));
    throw new GonogoError('http.failed', `${url.hostname}:${port} cannot be reached (${why}).`, {
      retryable: true,
      cause,
    });
  } finally {
    socket.destroy();
  }
}
