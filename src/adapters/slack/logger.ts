import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Log } from '#src/ports/log.ts';

/**
 * Bolt's and the SDK's logger onto ours. Their debug and info lines are dropped: debug holds whole request bodies, and
 * info says nothing an operator acts on.
 */
export function slackLogger(log: Log): Logger {
  const text = (parts: unknown[]) => parts.map(String).join(' ');
  return {
    debug() {},
    info() {},
    warn: (...parts: unknown[]) => log.warn({ said: text(parts) }, 'slack client warns'),
    error: (...parts: unknown[]) => log.error({ said: text(parts) }, 'slack client reports an error'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
