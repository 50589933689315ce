import type { FoundFact } from '#src/domain/events.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun, Vote } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import type { ApproveStep } from '#src/domain/release/gate.ts';
import { approvalHash, missingVotes, requiredFacts, sayCondition } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { downtimeOf } from '#src/domain/runbook/downtime.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { judgeWhen } from '#src/domain/runbook/when.ts';
import { when } from '../dates.ts';
import { code, inert, mention, say } from '../escape.ts';
import { roleTitle, sayRole, sayRoles } from '../who.ts';
import { howToStart } from './overdue-drills.ts';

/** A go/no-go as the card and its own message show it: what is approved, who voted, what was found. */
export function gateLines(run: ReleaseRun, step: ApproveStep): readonly string[] {
  return [
    approving(run),
    ...anewLine(run),
    ...noReturnLine(run),
    ...voteLines(run, step),
    ...factLines(run, step),
    ...overdueLines(run, step),
    ...deadline(run, step),
  ];
}

/** `Approving: version 1.3.0 · commit 1a2b3c4 · canary · runbook 9f8e7d6c`: what a vote is bound to. */
export function approving(run: ReleaseRun): string {
  const parts = [
    run.version === null ? 'no version yet' : `version ${inert(run.version)}`,
    run.commit === null ? null : `commit ${code(run.commit.slice(0, 7))}`,
    inert(run.runbook.strategy),
    `T ${run.T === null ? 'when this passes' : when(run.T)}`,
    downtime(run),
    `runbook ${code(run.runbookHash.slice(0, 8))}`,
    run.notes?.hash == null ? null : `release notes ${code(run.notes.hash.slice(0, 8))}`,
  ];
  return `Approving: ${parts.filter(part => part !== null).join(' · ')}`;
}

/** A number counted from nothing is more often a mistyped tag or a shallow clone than a first release. */
function anewLine(run: ReleaseRun): readonly string[] {
  const said = Object.values(run.steps).map(step => step.outputs['anew']);
  const anew = said.findLast(one => typeof one === 'string');
  return anew === undefined ? [] : [`⚠️ ${inert(`Version ${run.version}: ${anew}.`)}`];
}

/** None is not worth a word. */
function downtime(run: ReleaseRun): string | null {
  const { expected, why } = downtimeOf(run.runbook.type, scopeOf(run));
  return expected ? `*with downtime* (${inert(why)})` : null;
}

/** Whoever says go knows from where on nothing turns back by itself. */
function noReturnLine(run: ReleaseRun): readonly string[] {
  const steps = run.runbook.phases
    .filter(phase => phase.off === null)
    .flatMap(phase => phase.steps)
    .filter(step => step.pointOfNoReturn && step.off === null && isWanted(run, step));
  if (steps.length === 0) return [];
  const titles = steps.map(step => `“${inert(titleOf(run, step))}”`).join(' or ');
  return [`*No automatic way back after ${titles}*: from there on the run pauses and asks instead of rolling back.`];
}

/** What cannot be judged yet may still run. */
function isWanted(run: ReleaseRun, step: Step): boolean {
  const holds = step.when === null ? null : judgeWhen(step.when, scopeOf(run, { step: step.id }));
  return holds === null || !holds.ok || holds.value;
}

function voteLines(run: ReleaseRun, step: ApproveStep): readonly string[] {
  const { votes } = gateOf(run, step.id);
  const noGo = votes.filter(vote => !vote.go).map(sayNoGo);
  const hash = approvalHash(run, step.id);
  const goes = votes.filter(vote => vote.go && vote.hash === hash);
  const missing = missingVotes(run, step);
  if (step.anyOf.length > 0) {
    const done = Object.keys(missing).length === 0;
    const who = done ? `go by ${sayVoters(goes)}` : 'waiting for one of them';
    return [`${done ? '✔' : '☐'} ${step.anyOf.map(role => sayRole(run, role)).join(' or ')}: ${who}`, ...noGo];
  }
  return [...Object.entries(step.quorum).map(([role, need]) => voteLine(run, { role, need, missing, goes })), ...noGo];
}

type RoleVotes = {
  readonly role: string;
  readonly need: number;
  readonly missing: { readonly [role: string]: number };
  readonly goes: readonly Vote[];
};

function voteLine(run: ReleaseRun, { role, need, missing, goes }: RoleVotes): string {
  const lacks = missing[role] ?? 0;
  const mine = goes.filter(vote => vote.roles.includes(role));
  if (lacks === 0) return `✔ ${inert(roleTitle(run, role))}: go by ${sayVoters(mine)}`;
  const so = mine.length === 0 || lacks === need ? '' : `go by ${sayVoters(mine)}, `;
  return `☐ ${sayRole(run, role)}: ${so}${need === 1 ? 'not yet' : `${lacks} of ${need} missing`}`;
}

function sayVoters(votes: readonly Vote[]): string {
  return votes.map(vote => mention(vote.user)).join(', ');
}

function sayNoGo(vote: Vote): string {
  return `✖ No-go by ${mention(vote.user)}: ${inert(vote.reason ?? '')}`;
}

/** Each required fact with what was found, in the order of the runbook. */
function factLines(run: ReleaseRun, step: ApproveStep): readonly string[] {
  const gate = gateOf(run, step.id);
  if (gate.factsAt === null) return ['… The required facts are being looked up.'];
  const people = namedAt(run, step.id);
  return requiredFacts(run, step).map(condition => {
    const name = sayCondition(condition);
    const found = gate.facts.find(one => one.fact === name);
    const said = sayFact(found ?? { fact: name, outcome: 'unknown', says: 'not looked at yet' }, people);
    return `${said}${found?.outcome === 'does-not-hold' ? howToMend(run, condition) : ''}`;
  });
}

/** No condition of their own, but nobody should decide without knowing. */
function overdueLines(run: ReleaseRun, step: ApproveStep): readonly string[] {
  return (gateOf(run, step.id).overdue ?? []).map(says => `⚠ Overdue drill: ${inert(says)}`);
}

function sayFact(found: FoundFact, people: readonly string[]): string {
  return `${SIGN[found.outcome]} ${inert(found.fact)}${WORD[found.outcome]}: ${say(found.says, people)}`;
}

/** Where a drill is wanted: whose it is, and the words that begin it. */
function howToMend(run: ReleaseRun, { fact }: FactCondition): string {
  const [, id] = /^drill\.(.+)\.age$/.exec(fact) ?? [];
  const drill = run.runbook.product.drills?.find(one => one.id === id);
  if (drill === undefined) return '';
  return `. ${sayRoles(run, drill.roles)} can do it: ${howToStart(drill.id, run.runbook.product.name)}`;
}

const SIGN = { holds: '✔', 'does-not-hold': '✖', unknown: '?', overridden: '✔' } as const;
const WORD = {
  holds: '',
  'does-not-hold': ' does not hold',
  unknown: ' is not known',
  // What it says ends with the reason it was accepted for.
  overridden: '',
} as const;

/** Whom a sentence of ours about this question may name: whoever answered a fact, and whoever leads the release. */
export function namedAt(run: ReleaseRun, step: string): readonly string[] {
  return [...Object.values(stateOf(run, step).ticks).flatMap(tick => tick.by ?? []), run.captain];
}

function deadline(run: ReleaseRun, step: ApproveStep): readonly string[] {
  const { expiresAt, facts, remarks, status } = gateOf(run, step.id);
  // What is still in the way stands above already.
  const shown = facts.map(one => `${one.fact}: ${one.says}`);
  const last = remarks
    .filter(remark => !shown.includes(remark))
    .slice(-2)
    .map(remark => `_${say(remark, namedAt(run, step.id))}_`);
  return status === 'open' && expiresAt !== null
    ? [...last, `Open until ${when(expiresAt)}; after that it counts as no-go.`]
    : last;
}
