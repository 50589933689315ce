import { SECOND } from '#src/base/time.ts';
import type { Log } from '#src/ports/log.ts';
import type { After } from '../after.ts';
import { noConnection } from './goodbyes.ts';
import { type Envelope, readMessage } from './messages.ts';
import { openSocket } from './open-socket.ts';

/** Slack says hello as soon as the connection stands. */
const HELLO_MAX_MS = 10 * SECOND;
/** Slack waits so long for an acknowledgement; later ones are of no use. */
const ACK_MAX_MS = 3 * SECOND;

export type Link = {
  /** Resolves with Slack's hello. Throws `chat.failed` when the connection ends before it. */
  readonly greeted: Promise<void>;
  /** Closes as soon as what is in hand is acknowledged, after three seconds at the latest. */
  leave(): void;
  close(): void;
};

export type LinkParts = {
  readonly after: After;
  readonly log: Log;
  /** Ends when the envelope is done; `null`: not done, Slack shall send it again. Never throws. */
  readonly hear: (envelope: Envelope) => Promise<object | null>;
};

type LinkEvents = { readonly onGoodbye: (reason: string) => void; readonly onClosed: (why: string) => void };

/** One Socket Mode connection, from Slack's hello to its goodbye. */
export function openLink(url: string, { after, log, hear }: LinkParts, events: LinkEvents): Link {
  const hello = Promise.withResolvers<void>();
  let inHand = 0;
  let isLeaving = false;

  const failed = (why: string) => hello.reject(noConnection(why));

  async function take(envelope: Envelope): Promise<void> {
    inHand += 1;
    const acknowledgement = await hear(envelope);
    // A connection that closed meanwhile takes no acknowledgement; Slack sends the envelope over another one.
    if (acknowledgement !== null && !socket.send(acknowledgement))
      log.warn({ type: envelope.type }, 'an acknowledgement came too late for its connection');
    inHand -= 1;
    if (isLeaving && inHand === 0) socket.close();
  }

  const socket = openSocket({
    url,
    after,
    onText(text) {
      const message = readMessage(text);
      if (message?.kind === 'hello') hello.resolve();
      else if (message?.kind === 'envelope') void take(message.envelope);
      else if (message?.kind === 'goodbye') {
        failed(message.reason);
        events.onGoodbye(message.reason);
      } else log.warn({ length: text.length }, 'slack sent something unknown over Socket Mode');
    },
    onClosed(why) {
      failed(why);
      events.onClosed(why);
    },
  });
  const cancel = after(HELLO_MAX_MS, () => {
    failed('Slack said no hello');
    socket.close();
  });
  hello.promise.then(cancel, cancel);

  return {
    greeted: hello.promise,
    leave() {
      isLeaving = true;
      if (inHand === 0) socket.close();
      else after(ACK_MAX_MS, socket.close);
    },
    close: socket.close,
  };
}
