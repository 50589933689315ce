import type { Instant } from '#src/base/time.ts';
import type { Ask } from '#src/domain/commands.ts';
import { usersOf } from '#src/domain/incident/paging.ts';
import { itemsOf } from '#src/domain/procedure/items.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { approvalHash, missingVotes, requiredFacts } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { notesOf, openSections } from '#src/domain/release/notes.ts';
import type { Input, InputValue } from '#src/domain/runbook/model/terms.ts';
import type { Cast } from './cast.ts';
import { somebody } from './cast.ts';

/** What somebody would press next, and who: `user` null when nobody could. */
export type Press = {
  /** The same question has the same key, so that it is answered once. */
  readonly key: string;
  /** `linked`: another run was started from here, and says so itself. */
  readonly ask: Ask | { readonly type: 'linked'; readonly run: string; readonly why: string };
  /** Who is waited for; empty: somebody does it by themselves. */
  readonly roles: readonly string[];
  readonly user: string | null;
  readonly says: string;
  /** Nobody does it earlier than then. */
  readonly notBefore?: Instant;
};

/** What a step that waits wants of people now; null: nothing anybody here would press. */
export function answerTo(run: Run, step: AnyStep, cast: Cast, fail: string | null): Press | null {
  const state = stateOf(run, step.id);
  const ref = { step: step.id, attempt: state.attempt };
  const by = (roles: readonly string[], ask: Ask, says: string): Press => ({
    key: JSON.stringify(ask),
    ask,
    roles,
    user: pick(run, cast, roles),
    says,
  });
  if (state.resolved['confirmFirst'] !== undefined)
    return by(step.roles, { type: 'confirm', ...ref, remark: null }, 'yes');
  if (step.verb === 'approve' && run.kind === 'release') return vote(run, step, cast, fail);
  const open = itemsOf(step).find(item => state.ticks[item.id] === undefined);
  if (open !== undefined) {
    const holds = step.id !== fail;
    const roles = open.role === null ? step.roles : [open.role];
    const says = `${holds ? 'ticks' : 'says that it does not hold:'} “${open.item}”`;
    return by(roles, { type: 'tick', ...ref, item: open.id, holds, remark: null }, says);
  }
  if (step.evidence !== null && state.evidence.length === 0)
    return by(step.roles, attach(ref, step.evidence), `attaches ${step.evidence}`);
  switch (step.verb) {
    case 'confirm':
    case 'checkpoint':
      return by(step.roles, { type: 'confirm', ...ref, remark: null }, 'confirms');
    case 'ask':
      return by(step.roles, { type: 'answer', ...ref, answers: answers(step.fields) }, 'answers');
    case 'attach': {
      const missing = Object.keys(step.wanted).find(label => !state.evidence.some(one => one.label === label));
      return missing === undefined ? null : by(step.roles, attach(ref, missing), `attaches ${missing}`);
    }
    case 'release-notes':
      return run.kind === 'release' ? notes(run, step, by) : null;
    default:
      return null;
  }
}

type Ref = { readonly step: string; readonly attempt: number };

function attach(ref: Ref, label: string): Ask {
  return { type: 'attach', ...ref, label, link: 'https://rehearsal.invalid/evidence' };
}

/** Facts a person is asked for, then the votes that are missing. */
function vote(run: ReleaseRun, step: AnyStep & { verb: 'approve' }, cast: Cast, fail: string | null): Press | null {
  const { attempt, ticks } = stateOf(run, step.id);
  const gate = gateOf(run, step.id);
  if (gate.status !== 'open' || gate.factsAt === null) return null;
  const ref = { step: step.id, attempt };
  const { facts } = run.runbook.product;
  const asked = requiredFacts(run, step).find(
    one => facts[one.fact]?.kind === 'asked' && ticks[`fact:${one.fact}`] === undefined,
  );
  const fact = asked && facts[asked.fact];
  if (asked && fact?.kind === 'asked') {
    const ask: Ask = { type: 'tick', ...ref, item: `fact:${asked.fact}`, holds: true, remark: null };
    const user = pick(run, cast, [fact.role]);
    return { key: JSON.stringify(ask), ask, roles: [fact.role], user, says: `says yes to “${fact.ask}”` };
  }
  const missing = step.anyOf.length > 0 ? step.anyOf : Object.keys(missingVotes(run, step)).slice(0, 1);
  if (missing.length === 0 || run.awaits !== null) return null;
  const go = step.id !== fail;
  const hash = approvalHash(run, step.id);
  const ask: Ask = { type: 'vote', ...ref, hash, go, reason: go ? null : 'Made to fail in this rehearsal' };
  const voted = gate.votes.map(one => one.user);
  const apart = step.distinctPeople && !run.runbook.product.soloOperator;
  const but = [...(apart ? voted : []), ...(step.notInitiator ? [run.initiator] : [])];
  const user = somebody(cast, missing, but);
  return {
    key: `${missing.join()} ${JSON.stringify(ask)}`,
    ask,
    roles: missing,
    user,
    says: go ? 'says go' : 'says no-go',
  };
}

function notes(
  run: ReleaseRun,
  step: AnyStep,
  by: (roles: readonly string[], ask: Ask, says: string) => Press,
): Press | null {
  const found = notesOf(run, step.id);
  if (found?.hash == null) return null;
  const texts = Object.fromEntries(openSections(found).map(name => [name, 'Written in a rehearsal.']));
  const { attempt } = stateOf(run, step.id);
  return by(
    step.roles,
    { type: 'edit-notes', step: step.id, attempt, of: found.hash, texts },
    'writes the release notes',
  );
}

/** Something each field takes. */
function answers(fields: readonly Input[]): { readonly [name: string]: InputValue } {
  return Object.fromEntries(
    fields.map(field => [field.name, field.default ?? EXAMPLES[field.type] ?? field.options[0] ?? 'rehearsed']),
  );
}

const EXAMPLES: { readonly [type in Input['type']]?: InputValue } = {
  number: 1,
  'yes-no': 'yes',
  list: ['rehearsed'],
  date: '2026-11-24',
  duration: '15m',
  link: 'https://rehearsal.invalid/answer',
  user: 'U0REHEARSAL',
};

/** In an incident whoever is there helps where the runbook names nobody. */
export function pick(run: Run, cast: Cast, roles: readonly string[]): string | null {
  if (run.kind === 'incident') return usersOf(run, roles.length === 0 ? ['commander'] : roles)[0] ?? null;
  return somebody(cast, roles) ?? (roles.includes('initiator') ? run.initiator : null);
}

/** Steps people are asked about now, in order. */
export function waiting(run: Run): readonly AnyStep[] {
  return sectionsNow(run)
    .flatMap(section => section.steps)
    .filter(step => stateOf(run, step.id).status === 'waiting');
}

/** When a step or phase began; null: it has not. */
export function beganAt(run: Run, id: string): Instant | null {
  return run.phases[id]?.startedAt ?? run.steps[id]?.startedAt ?? null;
}
