import type { WebSocket } from 'ws';
import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { type Judge, Refused } from '../judge.ts';
import type { Delivery } from '../people/deliver.ts';
import { parseJson } from '../people/respond.ts';
import type { Envelope } from './frames.ts';

/** What became of an envelope: the payload of its acknowledgement, or why there is none. */
export type Answered = { readonly payload: unknown; readonly failure: Delivery['failure'] };

type Waiting = { readonly accepts: boolean; readonly end: (answered: Answered) => void };
type Parts = {
  readonly judge: Judge;
  readonly noteRefusal: (where: string, error: unknown) => void;
  readonly answerWithinMs: number;
  readonly onClosed: () => void;
};

export type Connection = ReturnType<typeof createConnection>;

/** One of the bot's connections: envelopes out, acknowledgements in, each in time, once and well-formed. */
export function createConnection(socket: WebSocket, { judge, noteRefusal, answerWithinMs, onClosed }: Parts) {
  const waiting = new Map<string, Waiting>();
  const late = new Set<string>();

  function acknowledged(text: string): void {
    const ack = parseJson(text);
    judge.require('ack-form', isAck(ack), 'invalid_ack', text.slice(0, 200));
    if (!isAck(ack)) return;
    const { envelope_id: id } = ack;
    // Slack's own client sends an empty one wherever there is nothing to say.
    const payload = Object.keys(ack.payload ?? {}).length === 0 ? undefined : ack.payload;
    judge.require('ack-in-time', !late.has(id), 'too_late', id);
    const envelope = waiting.get(id);
    judge.require('ack-known', envelope !== undefined || late.has(id), 'unknown_envelope', id);
    waiting.delete(id);
    envelope?.end({ payload, failure: undefined });
    if (envelope) judge.require('ack-payload', payload === undefined || envelope.accepts, 'payload_not_accepted', id);
  }

  socket.on('message', data => {
    try {
      acknowledged(data.toString());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      noteRefusal('ack over Socket Mode', error);
    }
  });
  // "close" follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const one of waiting.values()) one.end({ payload: undefined, failure: 'connection' });
    waiting.clear();
    onClosed();
  });

  return {
    send: (frame: JsonObject | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    /** Sends it and waits no longer than Slack. */
    deliver(envelope: Envelope): Promise<Answered> {
      const { envelope_id: id, accepts_response_payload: accepts } = envelope;
      return new Promise(resolve => {
        const deadline = setTimeout(() => {
          waiting.delete(id);
          late.add(id);
          resolve({ payload: undefined, failure: 'timeout' });
        }, answerWithinMs);
        const end = (answered: Answered) => {
          clearTimeout(deadline);
          resolve(answered);
        };
        waiting.set(id, { accepts, end });
        socket.send(JSON.stringify(envelope));
      });
    },
    /** Resolves with the pong. */
    ping: () =>
      new Promise<void>(resolve => {
        socket.once('pong', () => resolve());
        socket.ping();
      }),
    /** Reads nothing more and answers no ping, as when a firewall has forgotten the connection. */
    freeze: () => socket.pause(),
    close: () => socket.close(1000),
    /** Ends it without a word. */
    cut: () => socket.terminate(),
  };
}

type Ack = { readonly envelope_id: string; readonly payload?: JsonObject };

function isAck(ack: unknown): ack is Ack {
  if (!isObject(ack) || typeof ack['envelope_id'] !== 'string') return false;
  const { envelope_id: _, payload, ...rest } = ack;
  return Object.keys(rest).length === 0 && (payload === undefined || isObject(payload));
}
