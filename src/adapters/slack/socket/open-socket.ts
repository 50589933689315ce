import { globalAgent } from 'node:https';
import { WebSocket } from 'ws';
import { SECOND } from '#src/base/time.ts';
import type { After } from '../after.ts';

/** From the request for the connection to its first byte. */
const HANDSHAKE_MAX_MS = 10 * SECOND;
/** A connection a firewall forgot is silent. Slack answers a ping at once, so it is found out within two of these. */
const PING_EVERY_MS = 10 * SECOND;
/** Whoever does not answer a goodbye by then is left standing. */
const GOODBYE_MAX_MS = 2 * SECOND;
/** As much as Slack sends over HTTP in one delivery. */
const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

export type Socket = {
  /** Says whether it could still be sent. */
  send(message: object): boolean;
  close(): void;
};

type Parts = {
  readonly url: string;
  readonly after: After;
  readonly onText: (text: string) => void;
  /** Once, whatever the reason; nothing comes after it. */
  readonly onClosed: (why: string) => void;
};

/** A WebSocket that cannot hang: neither at its beginning nor later, when the other side is gone without a word. */
export function openSocket({ url, after, onText, onClosed }: Parts): Socket {
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_MAX_MS,
    maxPayload: MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
    // Node's own agent goes through a proxy where the environment names one (NODE_USE_ENV_PROXY), as fetch does.
    ...(url.startsWith('wss:') && { agent: globalAgent }),
  });
  let why = '';
  let heard = true;
  const alive = () => {
    heard = true;
  };
  let cancelWatch = () => {};

  function watch(): void {
    if (!heard) {
      why = 'Slack answers no ping';
      socket.terminate();
      return;
    }
    heard = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
    cancelWatch = after(PING_EVERY_MS, watch);
  }

  socket.on('open', watch);
  socket.on('ping', alive);
  socket.on('pong', alive);
  socket.on('message', (data, isBinary) => {
    alive();
    if (!isBinary) onText(data.toString());
  });
  // "close" follows.
  socket.on('error', error => {
    why = error.message;
  });
  socket.on('close', code => {
    cancelWatch();
    onClosed(why === '' ? `closed with code ${code}` : why);
  });

  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      socket.close(1000);
      const cancel = after(GOODBYE_MAX_MS, () => socket.terminate());
      socket.once('close', cancel);
    },
  };
}
