import { errors } from '@nats-io/transport-node';

/** Nobody answers: on a subject that no stream takes, or where JetStream is not on. The server does not tell which. */
export function isUnheard(cause: unknown): boolean {
  const why = cause instanceof Error ? cause.cause : null;
  return why instanceof errors.RequestError && why.isNoResponders();
}

export function isForbidden(cause: unknown): boolean {
  if (cause instanceof errors.PermissionViolationError) return true;
  return cause instanceof Error && cause.cause instanceof errors.PermissionViolationError;
}
