import { z } from 'zod';
import { ok, problem, type Seen, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

const READY_MAX_MS = 5_000;

const Ready = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
});

/** What a bot that runs says of itself; nothing is said where none runs here. */
export function runningCheck(address: string, isRunning: () => boolean): Check {
  return {
    name: 'The bot that runs',
    remedy: `Look whether GONOGO_HOST and GONOGO_PORT are those of the bot that runs; ${address} was asked.`,
    async run() {
      if (!isRunning()) return [];
      const response = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(READY_MAX_MS) });
      const { ready, parts } = Ready.parse(await response.json());
      const said = Object.entries(parts).flatMap(([name, part]) => partSeen(name, part));
      return [...(ready ? [ok(`It is ready (${address}).`)] : []), ...said];
    },
  };
}

function partSeen(name: string, part: { readonly ok: boolean; readonly reason?: string | undefined }): readonly Seen[] {
  const says = `${name}: ${part.reason ?? 'not ready'}`;
  if (!part.ok) return [problem(says, 'Its log says more.')];
  return part.reason === undefined ? [] : [warning(says, 'It works without; look whether that is meant.')];
}
