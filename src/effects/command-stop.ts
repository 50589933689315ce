import type { StepRef } from '#src/domain/procedure/commands.ts';
import type { EffectKind as EffectKindName } from '#src/domain/procedure/effects.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { Commands } from '#src/ports/commands.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import { ended } from './action.ts';

/** What may be in hand for a step that acts. */
const IN_HAND: readonly EffectKindName[] = ['command.start', 'http.call', 'http.get', 'http.poll', 'git.tag'];

/**
 * Ends what is in hand for a step: a command is asked to stop (TERM, 10 s, KILL), what had not begun is cancelled, a call
 * already sent is waited for. When nothing is in hand any more the run is told, so that it never waits for a ghost.
 */
export function commandStop(commands: Commands): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 10,
    async run(task) {
      const step = String(task.row.body['step']);
      const all = (await Promise.all(IN_HAND.map(kind => task.inHand(kind)))).flat();
      const mine = all.filter(row => (row.body['ref'] as unknown as StepRef).step === step);
      const begun = mine.filter(row => row.state !== 'due');
      for (const row of begun) if (row.kind === 'command.start') await commands.stop(row.id);
      const cancel = mine.filter(row => row.state === 'due').map(row => row.id);
      if (begun.length > 0) return { end: 'done', cancel };
      const { attempt, part } = stateOf(task.run, step);
      const ref: StepRef = { step, attempt, part: part?.index ?? null, wave: null };
      return { ...ended(ref, 'never-began', { says: 'it was stopped before it began' }), cancel };
    },
  };
}
