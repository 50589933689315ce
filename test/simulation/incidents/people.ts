import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import { inForce } from '#src/domain/incident/resolve-gate.ts';
import { sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Ask, Person } from '../people.ts';
import { ANA, PEOPLE } from '../people.ts';
import type { Random } from '../random.ts';

type Choice = readonly [weight: number, make: () => Ask | null];

const USERS = PEOPLE.map(one => one.user);

export const UPDATE: Ask = {
  type: 'update',
  status: 'open',
  conditions: 'Half of the payments fail',
  actions: 'We look at the queue',
  needs: '',
  impact: null,
  nextInMs: null,
};

/** Closes it whatever is open: somebody takes the responsibility. */
const RESOLVE: Ask = {
  type: 'resolve',
  summary: 'The queue was full',
  impact: 'Payments failed',
  mitigatedAt: null,
  postmortemOwner: ANA.user,
  followUps: [],
  skipOpen: 'not needed any more',
  override: 'we saw it',
};

/** What somebody presses who means well, or does not think. */
export function anyAsk(run: IncidentRun, random: Random, ending: boolean): Ask | null {
  const choices = run.status === 'resolved' ? afterwards(run, random) : whileOpen(run, random, ending);
  let left = random.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of choices) {
    left -= weight;
    if (left < 0) return make();
  }
  return null;
}

function whileOpen(run: IncidentRun, random: Random, ending: boolean): readonly Choice[] {
  const user = () => random.pick(USERS) ?? ANA.user;
  const taken = () => random.pick(run.actions)?.id ?? 'a1';
  return [
    [20, () => ({ ...UPDATE, nextInMs: random.chance(0.3) ? random.between(1, 12) * MINUTE : null }) as Ask],
    [8, () => ({ type: 'no-change' })],
    [8, () => ({ type: 'snooze', reason: 'on the phone' })],
    [6, () => ({ type: 'severity', severity: random.pick(['SEV1', 'SEV2', 'SEV3']) ?? 'SEV1', reason: null })],
    [4, () => ({ type: 'lead', user: user() })],
    [2, () => ({ type: 'deputy', user: user() })],
    [4, () => ({ type: 'handover', to: user(), brief: null })],
    [6, () => ({ type: 'handover-accept' })],
    [2, () => ({ type: 'handover-decline', reason: 'asleep' })],
    [3, () => ({ type: 'page', roles: [random.pick(['boss', 'on-call', 'service-owner']) ?? 'boss'], why: 'help' })],
    [6, () => ({ type: 'acknowledge', page: null })],
    [
      8,
      () => ({
        type: 'act',
        action: random.pick(['throttle', 'back', 'still']) ?? '',
        reason: 'it hurts',
        suspect: null,
      }),
    ],
    [4, () => ({ type: 'undo', taken: taken(), reason: null })],
    [2, () => ({ type: 'lasting', taken: taken(), reason: 'it stays' })],
    [4, () => ({ type: 'mitigated', at: null })],
    [3, () => ({ type: 'reactivate', reason: 'it hurts again' })],
    [ending ? 4 : 0.3, () => RESOLVE],
    [2, () => ({ ...RESOLVE, skipOpen: null, override: null }) as Ask],
    [1, () => ({ type: 'join' })],
    [8, () => stepAsk(run, random)],
    ...always(run, random),
  ];
}

function afterwards(run: IncidentRun, random: Random): readonly Choice[] {
  return [
    [20, () => ({ type: 'reopen', reason: 'it is back' })],
    [3, () => ({ type: 'postmortem-state', state: random.pick(['in-review', 'reviewed', 'closed']) ?? 'reviewed' })],
    ...always(run, random),
  ];
}

function always(run: IncidentRun, random: Random): readonly Choice[] {
  const task = () => random.pick(run.tasks)?.id ?? '1';
  const owner = () => (random.chance(0.5) ? (random.pick(USERS) ?? null) : null);
  const ts = () => `17000000${random.between(10, 30)}.000100`;
  const message = () => ({ channel: 'C0INC1', ts: ts(), author: ANA.user, text: 'look here', permalink: 'https://x' });
  return [
    [6, () => ({ type: 'note', text: 'something was seen' })],
    [3, () => ({ type: 'decision', text: 'we wait' })],
    [4, () => ({ type: 'task', text: 'look at it', owner: owner(), followUp: random.chance(0.5), dueAt: null })],
    [2, () => ({ type: 'task-assign', task: task(), owner: random.pick(USERS) ?? ANA.user })],
    [3, () => ({ type: 'task-done', task: task() })],
    [4, () => ({ type: 'capture', message: message() })],
    [4, () => ({ type: 'message-changed', ts: ts(), text: random.chance(0.3) ? null : 'look there' })],
    [1, () => ({ type: 'title', title: 'Payments fail' })],
    [2, () => ({ type: 'impact', impact: `${random.between(1, 9)} of 10 payments fail` })],
    [1, () => ({ type: 'postmortem' })],
    [1, () => ({ type: 'postmortem-owner', user: random.pick(USERS) ?? ANA.user })],
  ];
}

/** Something about a step that is open. */
function stepAsk(run: IncidentRun, random: Random): Ask | null {
  const open = sectionsNow(run)
    .flatMap(section => section.steps)
    .filter(step => ['waiting', 'failed', 'interrupted'].includes(stateOf(run, step.id).status));
  const step = random.pick(open);
  if (!step) return null;
  const here = { step: step.id, attempt: stateOf(run, step.id).attempt };
  if (random.chance(0.1)) return { type: 'skip', ...here, reason: 'not now' };
  if (stateOf(run, step.id).status !== 'waiting') return { type: 'retry', ...here };
  const item = step.verb === 'checklist' ? random.pick(step.items) : undefined;
  return item && random.chance(0.7)
    ? { type: 'tick', ...here, item: item.id, holds: random.chance(0.8), remark: 'seen' }
    : { type: 'confirm', ...here, remark: null };
}

/** Mostly whoever leads, since most is theirs to do. */
export function somebody(run: IncidentRun, random: Random, strangers: readonly Person[]): Person | undefined {
  if (random.chance(0.6)) return PEOPLE.find(one => one.user === run.commander) ?? ANA;
  if (run.handover && random.chance(0.4)) return PEOPLE.find(one => one.user === run.handover?.to);
  return random.chance(0.9) ? random.pick(PEOPLE) : random.pick(strangers);
}

/** What brings an incident to its very end: closed, and its postmortem reviewed. */
export function closing(run: IncidentRun, _now: Instant): readonly { readonly ask: Ask; readonly who: Person }[] {
  const does = (ask: Ask, who: Person = ANA) => ({ ask, who });
  if (run.status !== 'resolved') {
    const li = PEOPLE.find(one => one.roles.includes('on-call')) ?? ANA;
    return [
      ...(run.commander === ANA.user ? [] : [does({ type: 'lead', user: ANA.user })]),
      ...inForce(run).map(one => does({ type: 'lasting', taken: one.id, reason: 'it stays' }, li)),
      ...run.tasks
        .filter(task => task.doneAt === null && task.owner === null)
        .map(task => does({ type: 'task-done', task: task.id })),
      does(RESOLVE),
    ];
  }
  const { dueAt, draftedAt, remindedAt, state } = run.postmortem;
  // Some are only looked at when somebody reminds.
  if (run.seq % 4 === 0 && remindedAt === null) return [];
  if (dueAt === null || state === 'reviewed' || state === 'closed' || draftedAt === null) return [];
  return [does({ type: 'postmortem-state', state: 'reviewed' })];
}
