import { jetstreamManager } from '@nats-io/jetstream';
import { GonogoError } from '#src/errors.ts';
import { connect, type NatsSettings } from './connect.ts';
import { isForbidden, isUnheard } from './failures.ts';

export type NatsInspector = {
  /** Subject -> the stream that takes it, null for none. Publishes nothing. Throws `subscriber.failed`. */
  streamsOf(subjects: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
};

/** Looks at a NATS server without publishing. */
export function createNatsInspector(settings: NatsSettings): NatsInspector {
  return {
    async streamsOf(subjects) {
      const connection = await connect(settings);
      try {
        const { streams } = await jetstreamManager(connection, { checkAPI: false });
        const found = new Map<string, string | null>();
        for (const subject of subjects) found.set(subject, await streams.find(subject).catch(noneFound));
        return found;
      } catch (cause) {
        throw new GonogoError('subscriber.failed', `JetStream ${whyNot(cause)}`, { cause });
      } finally {
        await connection.close();
      }
    },
  };
}

/** The client knows no other sign of it. */
function noneFound(cause: unknown): null {
  if (cause instanceof Error && /no stream matches subject/.test(cause.message)) return null;
  throw cause;
}

function whyNot(cause: unknown): string {
  if (isForbidden(cause)) return 'does not let this user ask which stream takes a subject.';
  if (isUnheard(cause)) return 'is not on at this server.';
  return `did not say which stream takes a subject: ${cause instanceof Error ? cause.message : String(cause)}.`;
}
