import type { Button, KnownBlock } from '@slack/types';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { ApproveStep } from '#src/domain/release/gate.ts';
import { approvalHash, missingVotes, requiredFacts, sayCondition, unmet } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { NOT_HELD, sayHold } from '#src/domain/release/hold.ts';
import { actions, button, context, section } from '../../blocks.ts';
import { inert } from '../../escape.ts';
import { stepValue } from '../../values.ts';
import { sayRole } from '../../who.ts';
import { gateLines } from '../gate.ts';
import { openButton } from '../release/window-lines.ts';

/** Go or no-go: what is approved, live checklist, and a Go that is bound to exactly what is shown. */
export function approveBlocks(run: ReleaseRun, step: ApproveStep, past: readonly string[]): readonly KnownBlock[] {
  if (gateOf(run, step.id).status !== 'open')
    return [section(...gateLines(run, step)), context('Closed. Resume on the card asks the question again.')];
  const again = lookAgain(run, step);
  return [
    section(...gateLines(run, step)),
    ...(past.length === 0 ? [] : [context(past.join('\n'))]),
    ...askedFacts(run, step),
    ...actions(goButton(run, step), noGoButton(run, step), ...overrides(run, step), openButton(run), again),
    ...(again === null ? [] : [context('Look again: asks for the facts once more; votes are asked anew.')]),
  ];
}

/** Not while facts are still looked up: nobody can say go to what is not known yet. */
function goButton(run: ReleaseRun, step: ApproveStep): Button | null {
  if (gateOf(run, step.id).factsAt === null) return null;
  const value = stepValue(run, step.id, { hash: approvalHash(run, step.id) });
  return button({ text: 'Go', action: 'release.vote', value, style: 'primary' });
}

function noGoButton(run: ReleaseRun, step: ApproveStep): Button {
  return button({ text: 'No-go…', action: 'release.no-go', value: stepValue(run, step.id), style: 'danger' });
}

/** A fact that stands in the way, where the runbook says who may accept it with a reason. */
function overrides(run: ReleaseRun, step: ApproveStep): readonly Button[] {
  if (gateOf(run, step.id).factsAt === null) return [];
  const open = new Set(unmet(run, step).map(one => one.fact));
  const allowed = requiredFacts(run, step).filter(one => one.override !== null && open.has(sayCondition(one)));
  return allowed.map((condition, index) => {
    const fact = sayCondition(condition);
    return button({
      text: `Override “${fact}”…`,
      action: `release.override:${index}`,
      // What is accepted is what was read here, whatever else holds it by then.
      value: stepValue(run, step.id, { fact, ...(condition.fact === NOT_HELD && { found: sayHold(run) }) }),
    });
  });
}

/** The way on where no vote helps any more: all are there and a fact holds them back, or nobody could say what a fact is. */
function lookAgain(run: ReleaseRun, step: ApproveStep): Button | null {
  if (gateOf(run, step.id).factsAt === null || run.awaits !== null) return null;
  const open = unmet(run, step);
  const held = open.length > 0 && Object.keys(missingVotes(run, step)).length === 0;
  if (!held && open.every(one => one.outcome !== 'unknown')) return null;
  return button({ text: 'Look again', action: 'release.retry', value: stepValue(run, step.id) });
}

/** Facts only a person knows: the role is asked, and each may change the answer while the gate is open. */
function askedFacts(run: ReleaseRun, step: ApproveStep): readonly KnownBlock[] {
  return requiredFacts(run, step).flatMap(condition => {
    const asked = run.runbook.product.facts[condition.fact];
    if (asked?.kind !== 'asked') return [];
    const item = `fact:${condition.fact}`;
    const said = stateOf(run, step.id).ticks[item];
    const press = (holds: boolean) => stepValue(run, step.id, { item, holds });
    return [
      section(`${said ? '✔' : '☐'} ${inert(asked.ask)} – ${sayRole(run, asked.role)}`),
      ...actions(
        said?.holds === true ? null : button({ text: 'Yes', action: `release.tick:${item}.yes`, value: press(true) }),
        said?.holds === false ? null : button({ text: 'No', action: `release.tick:${item}.no`, value: press(false) }),
      ),
    ];
  });
}
