import type { CloudEvent } from '#src/domain/release/cloud-event.ts';

/** A message server that keeps what it takes. */
export interface EventStream {
  /** Comes back when it is kept. Safe to repeat: the server knows the event's id. Throws `subscriber.failed`. */
  publish(message: { readonly subject: string; readonly event: CloudEvent }): Promise<void>;
}
