import { sha256 } from '#src/base/id.ts';
import { canonicalJson } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import type { FoundFact } from '#src/domain/events.ts';
import { lacking, yesOf } from '#src/domain/policy/quorum.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { forward, isSettled, sectionOf, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { downtimeOf } from '#src/domain/runbook/downtime.ts';
import type { ApproveVerb, Step } from '#src/domain/runbook/model/step.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { CALENDAR, calendarCondition, judgeCalendar } from './calendar/ahead.ts';
import { gateOf } from './gate-state.ts';
import { holdCondition, holdsAccepted, judgeHold, NOT_HELD } from './hold.ts';

export type ApproveStep = Step & ApproveVerb;

/** How fresh facts must be for the vote that completes the quorum, and for the start of the next phase. */
export const FACTS_FRESH_MS = 60_000;

/**
 * What an approval is bound to: sha256 of version, commit, T, strategy, the runbook's files, the parameters, the release
 * notes and the outcome (not the figures) of each required fact.
 */
export function approvalHash(run: ReleaseRun, step: string): string {
  const outcomes = gateOf(run, step).facts.map(found => [found.fact, approvedOutcome(found)]);
  return sha256(
    canonicalJson({
      version: run.version,
      commit: run.commit,
      T: run.T,
      strategy: run.runbook.strategy,
      runbook: run.runbookHash,
      inputs: run.inputs,
      outcomes,
      ...(run.notes?.hash == null ? {} : { notes: run.notes.hash }),
    }),
  );
}

/** What votes are bound to: of most facts their outcome, of the calendar what it was for the time that was asked for. */
export function approvedOutcome({ outcome, approved }: FoundFact): FoundFact['outcome'] {
  return approved ?? outcome;
}

/** The gate's own conditions and those its release type always needs. */
export function requiredFacts(run: ReleaseRun, step: ApproveStep): readonly FactCondition[] {
  const own = new Set(step.requires.map(sayCondition));
  const needs = run.runbook.type.needs.filter(need => !own.has(sayCondition(need)));
  return [...step.requires, ...needs, ...calendarCondition(run), ...holdCondition(run)];
}

/** `backup-age < 24h`: the name a required fact goes by. */
export function sayCondition(condition: FactCondition): string {
  return condition.compare ? `${condition.fact} ${condition.compare.op} ${condition.compare.text}` : condition.fact;
}

/** Facts the run itself knows; all others are asked from outside. */
export function isInternal(run: ReleaseRun, condition: FactCondition): boolean {
  if (INTERNAL.has(condition.fact)) return true;
  return condition.fact.startsWith('phase.') || run.runbook.product.facts[condition.fact]?.kind === 'asked';
}

const INTERNAL: ReadonlySet<string> = new Set(['green', 'documents', 'downtime', CALENDAR, NOT_HELD]);

/** Judges what the run itself knows. */
export function judgeInternal(run: ReleaseRun, step: string, condition: FactCondition, now: Instant): FoundFact {
  const name = sayCondition(condition);
  const answer = (holds: boolean, says: string): FoundFact => ({
    fact: name,
    outcome: holds ? 'holds' : 'does-not-hold',
    says,
  });
  if (condition.fact === NOT_HELD) return judgeHold(run);
  if (condition.fact === CALENDAR) return judgeCalendar(run, now);
  if (condition.fact === 'green') {
    const open = notGreen(run, step);
    return answer(
      open.length === 0,
      open.length === 0 ? 'nothing before this is open or failed' : `open or failed: ${open.join(', ')}`,
    );
  }
  if (condition.fact === 'documents') {
    const missing = missingDocuments(run, run.runbook.type.documents.before);
    return answer(
      missing.length === 0,
      missing.length === 0 ? 'all documents due are there' : `missing: ${missing.join(', ')}`,
    );
  }
  if (condition.fact === 'downtime') {
    const downtime = downtimeOf(run.runbook.type, scopeOf(run));
    const dated =
      run.T === null || !run.timed
        ? 'no time was asked for yet'
        : `from ${sayInstant(run.T, run.runbook.product.timezone)}`;
    return answer(downtime.expected && run.timed, downtime.expected ? `${downtime.why}; ${dated}` : downtime.why);
  }
  if (condition.fact.startsWith('phase.')) return judgePhase(run, condition.fact.slice(6), answer);
  return judgeAsked(run, step, condition.fact, answer);
}

type Answer = (holds: boolean, says: string) => FoundFact;

function judgePhase(run: ReleaseRun, id: string, answer: Answer): FoundFact {
  const section = forward(run).find(one => one.id === id);
  const done = run.phases[id]?.status === 'done';
  const skipped =
    section?.steps.filter(step => stateOf(run, step.id).status === 'skipped' && stateOf(run, step.id).by !== null) ??
    [];
  if (!done) return answer(false, `${section?.title ?? id} is not done`);
  return answer(
    skipped.length === 0,
    skipped.length === 0 ? 'done, nothing skipped' : `skipped: ${skipped.map(step => titleOf(run, step)).join(', ')}`,
  );
}

/** Votes to come that ask for the phase of this step, by title: skipped by a person it leaves that phase not done. */
export function votesLostBySkipping(run: ReleaseRun, step: string): readonly string[] {
  const phase = `phase.${sectionOf(run, step)?.id}`;
  const asks = (one: ApproveStep) => one.requires.some(({ fact, override }) => fact === phase && override === null);
  return forward(run)
    .flatMap(section => section.steps)
    .filter(one => one.verb === 'approve' && !isSettled(stateOf(run, one.id)) && asks(one))
    .map(one => titleOf(run, one));
}

function judgeAsked(run: ReleaseRun, step: string, fact: string, answer: Answer): FoundFact {
  const tick = stateOf(run, step).ticks[`fact:${fact}`];
  if (!tick) return answer(false, 'nobody has answered yet');
  return answer(tick.holds, `${tick.holds ? 'yes' : 'no'}, says ${tick.by === null ? 'gonogo' : `<@${tick.by}>`}`);
}

/** Steps of the forward way before this one that are neither done, skipped nor off; the step itself and what follows do not count. */
function notGreen(run: ReleaseRun, step: string): readonly string[] {
  const before: string[] = [];
  for (const section of forward(run)) {
    // A phase that does not run in this release leaves nothing open.
    const passed = ['off', 'skipped'].includes(run.phases[section.id]?.status ?? '');
    for (const one of section.steps) {
      if (one.id === step) return before;
      if (passed) continue;
      const state = stateOf(run, one.id);
      if (one.off === null && (!isSettled(state) || state.status === 'cancelled')) before.push(one.title);
    }
  }
  return before;
}

/** Documents of the list that no finished step delivered. */
export function missingDocuments(run: ReleaseRun, documents: readonly string[]): readonly string[] {
  const delivered = new Set(
    [...forward(run).flatMap(section => section.steps), ...run.runbook.finally]
      .filter(step => step.delivers !== null && stateOf(run, step.id).status === 'done')
      .map(step => step.delivers),
  );
  return documents.filter(document => !delivered.has(document));
}

/** Required facts that stand in the way: not held and not overridden by enough of the right people. */
export function unmet(run: ReleaseRun, step: ApproveStep): readonly FoundFact[] {
  const found = gateOf(run, step.id).facts;
  return requiredFacts(run, step).flatMap(condition => {
    const name = sayCondition(condition);
    const one = found.find(fact => fact.fact === name) ?? {
      fact: name,
      outcome: 'unknown' as const,
      says: 'not looked at yet',
    };
    return one.outcome === 'holds' || one.outcome === 'overridden' ? [] : [one];
  });
}

/** Accepted is what was found then and for that T: a pager that was silent says nothing of one where nobody is on call. */
export function isOverridden(
  run: ReleaseRun,
  gate: string,
  condition: FactCondition,
  outcome: FoundFact['outcome'],
): boolean {
  if (condition.override === null) return false;
  const what = `${gate}:${sayCondition(condition)}`;
  const overrides = condition.fact === NOT_HELD ? holdsAccepted(run) : run.overrides;
  const given = overrides.filter(
    one => one.what === what && one.at >= (run.movedAt ?? 0) && (one.outcome ?? outcome) === outcome,
  );
  return Object.keys(lacking(condition.override, given.map(yesOf), false)).length === 0;
}

/** A fact somebody accepted: what was found stands, with the last reason given. */
export function overridden(run: ReleaseRun, gate: string, found: FoundFact): FoundFact {
  const reason = run.overrides.findLast(one => one.what === `${gate}:${found.fact}`)?.reason ?? '';
  return { ...found, outcome: 'overridden', says: `${found.says}; accepted: ${reason}` };
}

/** Roles that may say go or no-go. */
export function votingRoles(step: ApproveStep): readonly string[] {
  return [...new Set([...Object.keys(step.quorum), ...step.anyOf])];
}

/** What each role still lacks; empty: the quorum is complete. */
export function missingVotes(run: ReleaseRun, step: ApproveStep): { readonly [role: string]: number } {
  const hash = approvalHash(run, step.id);
  const votes = gateOf(run, step.id).votes.filter(vote => vote.go && vote.hash === hash);
  const oneEach = step.distinctPeople && !run.runbook.product.soloOperator;
  if (votes.some(vote => vote.roles.some(role => step.anyOf.includes(role)))) return {};
  if (Object.keys(step.quorum).length === 0) return { [step.anyOf.join(' or ')]: 1 };
  return lacking(step.quorum, votes, oneEach);
}
