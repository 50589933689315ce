import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
/** A killed process is gone at once; one whose parent never collects it stays as a zombie, and nobody waits for that. */
const KILLED_MS_MAX = 1_000;

/**
 * Ends a process group: TERM, then KILL for what is left after `graceMs`. Resolves when all of it is gone. A process
 * that has left the group (setsid) is out of reach and goes on.
 */
export async function endGroup(group: number, graceMs: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  if (await isGoneWithin(group, graceMs)) return;
  signalGroup(group, 'SIGKILL');
  await isGoneWithin(group, KILLED_MS_MAX);
}

/** False when there is nobody left to hear it. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    // ESRCH: nobody there. EPERM: on macOS all that is left are zombies.
    return false;
  }
}

async function isGoneWithin(group: number, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  while (signalGroup(group, 0)) {
    if (performance.now() >= until) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}
