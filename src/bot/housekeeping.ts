import type { Instant } from '#src/base/time.ts';
import { DAY, HOUR } from '#src/base/time.ts';
import type { Commands } from '#src/ports/commands.ts';
import type { Log } from '#src/ports/log.ts';
import type { Store } from '#src/ports/store.ts';

export type HousekeepingParts = {
  readonly store: Pick<Store, 'prune' | 'runs'>;
  readonly commands: Pick<Commands, 'prune'>;
  readonly log: Log;
  /** How long the output of commands is kept. Default 90 days. */
  readonly keepCommandsMs?: number;
};

const KEEP_COMMANDS_MS = 90 * DAY;
/** A sweep of alerts is kept for an hour; after a failure a full disk may have room again. */
const EVERY_MS = HOUR;
/** More are never open at one time; were there more, nothing would be deleted. */
const OPEN_MAX = 1_000;

/**
 * Deletes what is kept for a time only, once at start and then every hour. It costs room when it fails, and nothing else.
 * Answers when it is done; asked meanwhile, it does not begin again.
 */
export function createHousekeeping(parts: HousekeepingParts): (now: Instant) => Promise<void> {
  let dueAt = Number.NEGATIVE_INFINITY;
  let busy: Promise<void> | null = null;

  async function keep(now: Instant): Promise<void> {
    try {
      await parts.store.prune(now);
      const deleted = await pruneCommands(parts, now);
      if (deleted > 0) parts.log.info({ deleted }, 'output of old commands was deleted');
    } catch (cause) {
      parts.log.warn({ err: cause }, 'what is old could not be deleted');
    } finally {
      dueAt = now + EVERY_MS;
      busy = null;
    }
  }

  return async now => {
    if (busy === null && now >= dueAt) busy = keep(now);
    await busy;
  };
}

/** What a run that is still open has printed may be looked at yet, however old it is. */
async function pruneCommands({ store, commands, keepCommandsMs = KEEP_COMMANDS_MS }: HousekeepingParts, now: Instant) {
  const open = await store.runs({ open: true, limit: OPEN_MAX });
  if (open.length === OPEN_MAX) return 0;
  return commands.prune(Math.min(now - keepCommandsMs, ...open.map(run => run.startedAt)));
}
