import { JetStreamApiError, jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { GonogoError } from '#src/errors.ts';
import type { EventStream } from '#src/ports/event-stream.ts';
import { connect, type NatsSettings } from './connect.ts';
import { isForbidden, isUnheard } from './failures.ts';

export type EventStreamParts = NatsSettings & {
  /** How long the server may take to say that it has kept an event. Default 10 s. */
  readonly timeoutMs?: number;
};

/** CloudEvents to NATS JetStream, in the structured mode that the NATS binding has. Close it to end its connections. */
export function createEventStream({
  timeoutMs = 10_000,
  ...settings
}: EventStreamParts): EventStream & AsyncDisposable {
  const open = new Set<NatsConnection>();
  const where = `NATS ${settings.servers.join(', ')}`;
  return {
    async publish({ subject, event }) {
      const connection = await connect(settings, timeoutMs);
      open.add(connection);
      const head = headers();
      head.set('Content-Type', 'application/cloudevents+json; charset=utf-8');
      try {
        // A copy of what it kept already is acknowledged like the first one, and not kept again.
        await jetstream(connection).publish(subject, JSON.stringify(event), {
          msgID: event.id,
          headers: head,
          timeout: timeoutMs,
        });
      } catch (cause) {
        throw failed(cause, { where, subject });
      } finally {
        open.delete(connection);
        await connection.close();
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...open].map(connection => connection.close()));
    },
  };
}

function failed(cause: unknown, { where, subject }: { readonly where: string; readonly subject: string }): GonogoError {
  const of = (says: string, unknown = false) =>
    new GonogoError('subscriber.failed', `${where} ${says}.`, { retryable: true, unknown, cause });
  if (isUnheard(cause)) return of(`has no stream that takes ${subject}: add one to JetStream that takes gonogo.>`);
  if (cause instanceof JetStreamApiError) return of(`did not keep ${subject}: ${cause.message}`);
  if (isForbidden(cause)) return of(`does not let this user publish ${subject}`);
  return of(`did not say whether it kept ${subject}`, true);
}
