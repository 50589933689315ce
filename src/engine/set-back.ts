import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import type { ClockJump, Store } from '#src/ports/store.ts';
import type { Handled, HandleOptions } from './handle.ts';

type Parts = {
  readonly store: Store;
  readonly handle: (stream: string, command: Command, options: HandleOptions) => Promise<Handled>;
  readonly stuck: (stream: string, cause: unknown) => void;
};

/** What waits, and who is told of it: whatever has moments of its own. */
const TOLD = [{ open: true }, { kind: 'alerts' }, { kind: 'product' }] as const;

/** A clock that was set back must not keep a page, a sweep or a reminder waiting for as long as it was set back. */
export async function setBack(parts: Parts, byMs: number, now: Instant): Promise<void> {
  await tell(parts, await parts.store.hasten(byMs, now));
}

/** Goes on where an earlier start was stopped: nothing is moved a second time, and whoever has not heard of it does. */
export async function goOnSettingBack(parts: Parts): Promise<void> {
  const jump = await parts.store.clockJump();
  if (jump !== null && !jump.told) await tell(parts, jump);
}

async function tell(parts: Parts, jump: ClockJump): Promise<void> {
  const { store, handle, stuck } = parts;
  const command = { actor: BOT, type: 'clock-jumped', byMs: -jump.byMs } as const;
  for (const { stream } of (await Promise.all(TOLD.map(filter => store.runs(filter)))).flat()) {
    const request = { key: `clock-jump:${jump.number}:${stream}`, reply: () => null };
    await handle(stream, command, { request }).catch((cause: unknown) => stuck(stream, cause));
  }
  await store.clockJumpTold(jump);
}
