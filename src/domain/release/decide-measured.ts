import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { EventData } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import type { WatchOutcome } from '#src/domain/measure/sweep.ts';
import { sweep } from '#src/domain/measure/sweep.ts';
import { isNewsTo, isWorst, type Told, toldBy } from '#src/domain/measure/told.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { heardElsewhere } from '#src/domain/procedure/heard-elsewhere.ts';
import { paced } from '#src/domain/procedure/resting.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { keptFromReturning } from './gives-way.ts';
import { decidesRollback, onDuty, requestPages } from './paging.ts';
import { startRollback } from './rollback-start.ts';

/** One sweep of a watch came back: it is judged, kept, and acted upon. */
export function measured(
  draft: Draft,
  run: ReleaseRun,
  command: WorldCommand & { type: 'measured' },
  now: Instant,
): void {
  const watch = run.watches[command.watch];
  if (!watch || watch.ended) return;
  const readings = judgeSweep(watch.definition, command.samples, heardElsewhere(run, now, command.watch));
  const { outcome } = sweep(paced(run, watch.definition, now), watch.state, readings, now);
  draft.add(
    fact('watch.swept', { watch: command.watch, readings: [...readings] as EventData<'watch.swept'>['readings'] }),
    BOT,
  );
  if (watch.kind === 'snapshot' || isFinal(run)) return;
  // On the way back limits turn nothing round any more, but nobody waits in silence for what cannot be measured.
  if (run.rollback === null || outcome.kind === 'ask') act(draft, run, command.watch, outcome);
}

function act(draft: Draft, run: ReleaseRun, watch: string, outcome: WatchOutcome): void {
  if (outcome.kind === 'ask') {
    const told = pause(draft, run, watch, outcome);
    if (told && outcome.page) page(draft, run, { roles: onDuty(run), why: outcome.says, told });
    return;
  }
  if (outcome.kind !== 'act') return;
  switch (outcome.action) {
    case 'warn':
    case 'incident':
      // Incidents come later; until then the same people are asked in the thread (react.ts).
      if (outcome.fresh) draft.add(fact('metric.warned', { watch, action: outcome.action, says: outcome.says }), BOT);
      return;
    case 'pause':
      pause(draft, run, watch, outcome);
      return;
    case 'ask-rollback': {
      const told = pause(draft, run, watch, outcome);
      if (told) page(draft, run, { roles: decidesRollback(run), why: outcome.says, told });
      return;
    }
    case 'rollback':
      return rollBack(draft, run, watch, outcome);
  }
}

type Asking = WatchOutcome & { readonly kind: 'act' | 'ask' };

/**
 * A run that stands still already, whatever for, is paused for this too: nobody goes on over a limit without being told.
 * Once of each metric, and again when a stronger limit acts. Answers what people are told now; null: nothing new.
 */
function pause(draft: Draft, run: ReleaseRun, watch: string, asking: Asking): Told | null {
  const state = draft.release.watches[watch]?.state;
  const told = state ? toldBy(asking, state) : {};
  if (run.status === 'paused' && !isNewsTo(run.pause?.toldBy[watch] ?? {}, told)) return null;
  draft.add(fact('release.paused', { cause: 'metric', says: asking.says, step: null, watch, told }), BOT);
  return told;
}

type Ringing = { readonly roles: readonly string[]; readonly why: string; readonly told: Told };

/** Whoever was rung for something milder, or has it already, is rung anew for what is worse than all that was told. */
function page(draft: Draft, run: ReleaseRun, { roles, why, told }: Ringing): void {
  const anew = run.status === 'paused' && isWorst(Object.values(run.pause?.toldBy ?? {}), told);
  for (const one of requestPages(draft.release, roles, { why, anew })) draft.add(one, BOT);
}

/** Only what already changed production is rolled back, and only as the last that did; else a person is asked. */
function rollBack(draft: Draft, run: ReleaseRun, watch: string, asking: Asking): void {
  const { says } = asking;
  const kept = keptFromReturning(run);
  if (run.touchedAt !== null && kept === null && run.runbook.rollback) {
    draft.add(startRollback(run, { cause: 'metric', reason: says, rule: `limit of ${watch}` }), BOT);
    return;
  }
  const why = kept ?? 'Production is not touched yet, so there is nothing to roll back.';
  const told = pause(draft, run, watch, { ...asking, says: `${says}. ${why}` });
  if (told && kept !== null) page(draft, run, { roles: decidesRollback(run), why: says, told });
}
