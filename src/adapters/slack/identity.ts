import { z } from 'zod';
import { SECOND } from '#src/base/time.ts';
import type { GonogoError } from '#src/errors.ts';
import type { Log } from '#src/ports/log.ts';
import type { After } from './after.ts';
import type { Call } from './call.ts';

/** Who the bot is in which workspace. */
export const Identity = z.object({
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string(),
  /** `https://team.slack.com/` */
  url: z.string(),
});
export type Identity = z.infer<typeof Identity>;

/** Whether Slack has accepted the bot's token; the reason goes to /ready. */
export type Connection = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const RETRY_FIRST_MS = SECOND;
/** Slack's outages last minutes; asking every half minute is noticed soon and bothers nobody. */
const RETRY_MAX_MS = 30 * SECOND;

/**
 * Our own auth.test, repeated until Slack answers. Bolt's would ask once, remember a failure for ever and then refuse
 * every request although Slack is back.
 */
export function createIdentity(parts: { call: Call; after: After; log: Log }) {
  const { call, after, log } = parts;
  let known: Identity | null = null;
  let reason = 'Slack was not asked yet.';
  let cancelRetry = () => {};
  let stopped = false;

  async function ask(): Promise<Identity> {
    known = await call('auth.test', {}, Identity);
    return known;
  }

  async function attempt(waitMs: number): Promise<void> {
    try {
      await ask();
      log.info({ team: known?.team_id, bot: known?.bot_id }, 'slack accepted the bot token');
    } catch (error) {
      reason = (error as GonogoError).message;
      log.warn({ err: error, waitMs }, 'slack did not accept the bot token yet');
      if (!stopped) cancelRetry = after(waitMs, () => void attempt(Math.min(waitMs * 2, RETRY_MAX_MS)));
    }
  }

  return {
    /** Asks once and, where that fails, goes on asking in the background. Never throws. */
    start: () => attempt(RETRY_FIRST_MS),
    stop() {
      stopped = true;
      cancelRetry();
    },
    current: () => known,
    /** Throws `chat.failed` when Slack cannot say who we are. */
    get: async () => known ?? (await ask()),
    connection: (): Connection => (known ? { ok: true } : { ok: false, reason }),
  };
}

export type BotIdentity = ReturnType<typeof createIdentity>;
