import type { CloudEvent } from '#src/domain/release/cloud-event.ts';

/** Whoever wants to know what happens, outside. */
export interface Subscribers {
  /** Safe to repeat: the event's id tells a second copy. Throws `subscriber.failed`. */
  deliver(delivery: {
    readonly url: string;
    /** May hold `${{ secrets.NAME }}`. */
    readonly headers: { readonly [name: string]: string };
    /** Name of the variable with what it is signed with: secrets never come this far. */
    readonly secret: string;
    readonly event: CloudEvent;
  }): Promise<void>;
}
