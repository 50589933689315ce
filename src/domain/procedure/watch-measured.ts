import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { EventData } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import type { Draft } from './draft.ts';
import type { Run } from './state.ts';

type Measured = Pick<WorldCommand & { type: 'measured' }, 'watch' | 'samples'>;

/** One sweep came back: it is judged and kept. Nothing acts by itself. */
export function watchMeasured(draft: Draft, run: Run, { watch, samples }: Measured): void {
  const record = run.watches[watch];
  if (!record || record.ended) return;
  const readings = judgeSweep(record.definition, samples);
  draft.add(fact('watch.swept', { watch, readings: [...readings] as EventData<'watch.swept'>['readings'] }), BOT);
}
