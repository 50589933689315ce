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
      state: stateOf(ended),
    }));
}

function stateOf(ended: ReturnType<DemoWorld['journal']>[number]['ended']): string {
  if (ended === null) return 'running';
  if (ended.exit === null) return 'stopped';
  return ended.exit === 0 ? 'done' : 'failed';
}
