import type { Button } from '@slack/types';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { button } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { mention } from '../../escape.ts';
import { stepValue } from '../../values.ts';

/** Who looks after a failed step, so that nobody does twice what one does already. */
export function careLine(run: ReleaseRun, step: AnyStep): string {
  const { care } = stateOf(run, step.id);
  if (care === null || care.user === null) return 'Nobody looks after it yet.';
  const who = mention(care.user);
  return care.taken ? `*${who} looks after it* since ${when(care.since)}.` : `${who} was asked to look after it.`;
}

/** Whoever has it sees the same button as the others; pressing it again is answered with a sentence. */
export function claimButton(run: ReleaseRun, step: AnyStep): Button {
  const taken = stateOf(run, step.id).care?.taken === true;
  return button({
    text: taken ? 'Take it over' : 'I take it',
    action: 'release.claim',
    value: stepValue(run, step.id),
  });
}

export function handButton(run: ReleaseRun, step: AnyStep): Button {
  return button({ text: 'Hand over…', action: 'release.hand', value: stepValue(run, step.id) });
}
