import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Instant } from '#src/base/time.ts';
import type { Judge } from '../judge.ts';
import { Refused } from '../judge.ts';
import type { Deliver, Delivery } from '../people/deliver.ts';
import { type Connection, createConnection } from './connection.ts';
import { envelopeOf, goodbye, hello } from './frames.ts';
import type { Tickets } from './tickets.ts';

const CONNECTIONS_MAX = 10;

/** `warning`: soon; `refresh_requested`: now; the other two: there is nothing to come back to at once. */
export type GoodbyeReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

type Parts = {
  readonly server: Server;
  readonly tickets: Tickets;
  readonly judge: Judge;
  readonly random: () => number;
  readonly newId: (kind: string) => string;
  readonly now: () => Instant;
  readonly appId: string;
  readonly answerWithinMs: number;
  readonly noteRefusal: (where: string, error: unknown) => void;
};

export type SocketMode = ReturnType<typeof createSocketMode>;

/** Slack's side of Socket Mode: who may connect, and over which connection a delivery goes. */
export function createSocketMode(parts: Parts) {
  const { judge, noteRefusal, random, newId } = parts;
  const door = new WebSocketServer({ noServer: true });
  let live: Connection[] = [];
  const leaving = new Set<Connection>();
  // A repeated event goes another way than the attempt that failed.
  const failedOver = new Map<string, Connection>();
  let opened = 0;
  let fewest = Number.POSITIVE_INFINITY;
  let isDisabled = false;

  parts.server.on('upgrade', (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    try {
      const { searchParams } = new URL(request.url ?? '/', 'http://fake');
      parts.tickets.take(searchParams.get('ticket') ?? '');
      door.handleUpgrade(request, raw, head, welcome);
    } catch (error) {
      noteRefusal('Socket Mode', error);
      raw.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    }
  });

  function welcome(socket: WebSocket): void {
    const connection = createConnection(socket, { ...parts, onClosed: () => gone(connection) });
    const unwelcome = reasonAgainst();
    if (unwelcome !== undefined) {
      connection.send(goodbye(unwelcome));
      connection.close();
      return;
    }
    live.push(connection);
    opened += 1;
    fewest = Math.min(fewest, live.length);
    connection.send(hello(parts.appId, live.length));
  }

  function reasonAgainst(): GoodbyeReason | undefined {
    if (isDisabled) return 'link_disabled';
    if (live.length < CONNECTIONS_MAX || !judge.holds('connections-count')) return undefined;
    noteRefusal('Socket Mode', new Refused('connections-count', 'too_many_websockets'));
    return 'too_many_websockets';
  }

  function gone(connection: Connection): void {
    live = live.filter(one => one !== connection);
    leaving.delete(connection);
    if (opened > 0) fewest = Math.min(fewest, live.length);
  }

  /** Any of them, as Slack does; one it has told to go, or that failed with this before, only for want of another. */
  function choose(body: string): Connection | undefined {
    const staying = live.filter(one => !leaving.has(one));
    const others = staying.filter(one => one !== failedOver.get(body));
    const [from = []] = [others, staying, live].filter(some => some.length > 0);
    return from[Math.floor(random() * from.length)];
  }

  const deliver: Deliver = async outgoing => {
    const { kind, body } = outgoing;
    const started = performance.now();
    const connection = choose(body);
    const { payload, failure } = connection
      ? await connection.deliver(envelopeOf(outgoing, newId('env')))
      : { payload: undefined, failure: 'connection' as const };
    if (failure !== undefined && kind === 'event' && connection) failedOver.set(body, connection);
    else failedOver.delete(body);
    const answer: Pick<Delivery, 'status' | 'body'> = {
      status: failure === undefined ? 200 : undefined,
      body: payload === undefined ? '' : JSON.stringify(payload),
    };
    return { kind, at: parts.now(), headers: {}, elapsedMs: performance.now() - started, failure, ...answer };
  };

  return {
    deliver,
    /** How many connections stand. */
    get connections() {
      return live.length;
    },
    /** How many have ever stood. */
    get opened() {
      return opened;
    },
    /** The fewest that stood at any moment since the first: 0 means that there was a gap. */
    get fewest() {
      return fewest;
    },
    /** Tells every connection to go. `link_disabled` closes them and lets none in, until `enable`. */
    goodbye(reason: GoodbyeReason): void {
      for (const connection of live) {
        connection.send(goodbye(reason));
        if (reason !== 'warning') leaving.add(connection);
      }
      if (reason === 'link_disabled') {
        isDisabled = true;
        for (const connection of live) connection.close();
      }
    },
    enable(): void {
      isDisabled = false;
    },
    /** Sends this frame over every connection, whatever it is. */
    say(frame: string): void {
      for (const connection of live) connection.send(frame);
    },
    /** Resolves when every connection has answered a ping. */
    ping: () => Promise.all(live.map(connection => connection.ping())),
    freeze(): void {
      for (const connection of live) connection.freeze();
    },
    cut(): void {
      for (const connection of live) connection.cut();
    },
    close(): void {
      for (const connection of live) connection.cut();
      door.close();
    },
  };
}
