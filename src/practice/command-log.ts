import type { DemoWorld } from './demo/world.ts';
import type { Pulse } from './protocol.ts';

const LOG_MAX = 12;

/** The commands the bot ran, the newest first. */
export function commandLog(journal: ReturnType<DemoWorld['journal']>): Pulse['demo']['log'] {
  return journal
    .slice(-LOG_MAX)
    .reverse()
    .map(({ command, ended }) => ({
      command,
      state: ended === null ? 'running' : ended.exit === 0 ? 'done' : 'failed',
    }));
}
