import { readFile } from 'node:fs/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { connect as connectNats, credsAuthenticator, errors } from '@nats-io/transport-node';
import { GonogoError } from '#src/errors.ts';

/** Where the server is, and who we are there. */
export type NatsSettings = {
  /** `host:port` each; any of them will do. */
  readonly servers: readonly string[];
  /** Only over TLS; otherwise over TLS where the server offers it. */
  readonly tls: boolean;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  /** A file with a JWT and its key, as `nsc` writes it. */
  readonly credentials?: string;
};

const CONNECT_MAX_MS = 5_000;

/**
 * A connection of one moment, which never connects again by itself: what is not sent is told at once and waits in the
 * outbox, not in a buffer that a crash empties. Throws `subscriber.failed`, certainly not sent.
 */
export async function connect(settings: NatsSettings, timeoutMs = CONNECT_MAX_MS): Promise<NatsConnection> {
  const { servers, tls, user, pass, token, credentials } = settings;
  try {
    return await connectNats({
      name: 'gonogo',
      servers: [...servers],
      timeout: Math.min(timeoutMs, CONNECT_MAX_MS),
      reconnect: false,
      // It speaks to the servers somebody wrote down, and to no other that one of them names.
      ignoreClusterUpdates: true,
      ...(tls && { tls: {} }),
      ...(user !== undefined && { user }),
      ...(pass !== undefined && { pass }),
      ...(token !== undefined && { token }),
      ...(credentials !== undefined && { authenticator: credsAuthenticator(await readFile(credentials)) }),
    });
  } catch (cause) {
    throw new GonogoError('subscriber.failed', `NATS ${servers.join(', ')} ${whyNot(cause)}.`, {
      retryable: true,
      cause,
    });
  }
}

function whyNot(cause: unknown): string {
  if (cause instanceof errors.AuthorizationError || cause instanceof errors.UserAuthenticationExpiredError)
    return 'refused the login: look at GONOGO_NATS and GONOGO_NATS_CREDS';
  const says = cause instanceof Error ? cause.message : String(cause);
  return `could not be reached (${says})`;
}
