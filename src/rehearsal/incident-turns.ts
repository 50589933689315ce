import type { Instant } from '#src/base/time.ts';
import { DAY, HOUR, MINUTE } from '#src/base/time.ts';
import type { Ask } from '#src/domain/commands.ts';
import { findAction, undoOf } from '#src/domain/incident/action-sections.ts';
import { escalationsDue } from '#src/domain/incident/escalate.ts';
import { cadenceOf, offeredActions } from '#src/domain/incident/grade.ts';
import { openPages, usersOf } from '#src/domain/incident/paging.ts';
import type { Given } from '#src/domain/incident/resolve-gate.ts';
import { blockers, inForce, NOTHING_GIVEN, openSteps } from '#src/domain/incident/resolve-gate.ts';
import type { ActionTaken, Page } from '#src/domain/incident/state.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import type { IncidentAction } from '#src/domain/runbook/model/incident.ts';
import { TURNS_AFTER_MS } from './incident-figures.ts';
import type { Press } from './people.ts';
import { answerTo, pick, waiting } from './people.ts';
import type { Props } from './play.ts';
import type { Scene } from './scene.ts';
import { conditionOf, gradeAbove } from './severity.ts';

/** When nothing has suggested the higher grade by then, somebody sets it by hand. */
const SUGGESTED_WITHIN_MS = 30 * MINUTE;

type Turn = (run: IncidentRun, props: Props, now: Instant) => Press | null;

/** What somebody does next; null: nobody has anything to do, or nobody is there. */
export function nextInIncident(run: IncidentRun, props: Props, now: Instant): Press | null {
  if (isSilent(run, props.options.scene)) return null;
  for (const turn of TURNS) {
    const press = turn(run, props, now);
    if (press !== null && !props.refused.has(press.key)) return press;
  }
  return null;
}

/** Not mitigated so long after it became active, or not resolved so long after it could have been. */
const ACTIVE_MAX_MS = DAY;
const MITIGATED_MAX_MS = 2 * HOUR;

/** Why it will not end, in a sentence; null: it may. */
export function standsStill(run: IncidentRun, now: Instant): string | null {
  const since = now - (run.statuses.at(-1)?.at ?? now);
  if (run.status === 'investigating') {
    const patience = ACTIVE_MAX_MS + REMINDERS_TO_PAGE * (cadenceOf(run)?.missedMs ?? 0);
    return since > patience ? 'Nobody could say that users feel it no more.' : null;
  }
  const busy = openSteps(run).some(step => stateOf(run, step.id).status === 'running');
  const stableMs = run.runbook.resolve.stable?.forMs ?? 0;
  if (run.status !== 'mitigated' || busy || since <= stableMs + MITIGATED_MAX_MS) return null;
  const reasons = blockers(run, givenWith(run, run.initiator), now).map(one => one.says);
  return reasons.length === 0 ? null : `It cannot be resolved: ${reasons.join(' ')}`;
}

/** In the order of what cannot wait: a phone that rings, whoever is waited for, what helps users, then the end. */
const TURNS: readonly Turn[] = [
  acknowledges,
  raises,
  handsOver,
  updates,
  answers,
  leavesWhatFailed,
  acts,
  startsOther,
  mitigates,
  saysThatItIsBack,
  asksTooEarly,
  takesBack,
  resolves,
  reopens,
];

/** Nobody comes until the bot has paged, reminded and gone up the chain as far as it does by itself. */
export function isSilent(run: IncidentRun, { story }: Scene): boolean {
  if (story !== 'nobody') return false;
  const came = run.updates.length > 0 || Object.values(run.pages).some(page => page.acknowledgedAt !== null);
  if (came) return false;
  const reminded = cadenceOf(run) === null || run.cadence.reminders >= REMINDERS_TO_PAGE;
  return !reminded || escalationsDue(run).length > 0 || openPages(run).some(page => page.fallback === null);
}

/** Due, missed, and the third that pages again. */
const REMINDERS_TO_PAGE = 3;

/** Who is in Slack behind a page, whoever leads last: that one is awake. */
export function answerers(run: IncidentRun, page: Page): readonly string[] {
  const users = usersOf(run, page.roles);
  return [...users.filter(user => user !== run.commander), ...users.filter(user => user === run.commander)];
}

function acknowledges(run: IncidentRun): Press | null {
  const heard = (page: Page) => page.state === 'accepted' || (page.fallback !== null && page.endedAt === null);
  const page = Object.values(run.pages).find(
    one => heard(one) && one.acknowledgedAt === null && answerers(run, one).length > 0,
  );
  const user = page && answerers(run, page)[0];
  if (page === undefined || user === undefined) return null;
  return askedOf(press({ type: 'acknowledge', page: page.id }, user, `has ${page.id}`), ...page.roles);
}

/** As the figures suggest, or by hand when they do not although they were to. */
function raises(run: IncidentRun, { options: { scene }, book }: Props, now: Instant): Press | null {
  if (run.status !== 'investigating' || scene.story === 'comes-back') return null;
  const user = run.commander ?? run.initiator;
  if (run.suggestion !== null) {
    const { severity } = run.suggestion;
    return press({ type: 'severity', severity, reason: 'as suggested' }, user, `sets ${severity}, as it is suggested`);
  }
  const above = gradeAbove(run.runbook, run.severity);
  if (scene.story !== 'worse' || above === null || run.severities.length > 1) return null;
  const wanted = conditionOf(above);
  const patience = wanted === null ? TURNS_AFTER_MS : SUGGESTED_WITHIN_MS;
  if (wanted !== null && now >= run.startedAt + patience)
    book.problem(`${above.name} is not suggested although ${wanted.metric} is as its criteria say.`);
  const raised = press({ type: 'severity', severity: above.name, reason: 'it got worse' }, user, `sets ${above.name}`);
  return { ...raised, notBefore: run.startedAt + patience + MINUTE };
}

function handsOver(run: IncidentRun, { options: { scene }, cast, book }: Props): Press | null {
  if (scene.story !== 'handover' || run.commander === null) return null;
  if (run.handover !== null)
    return askedOf(press({ type: 'handover-accept' }, run.handover.to, 'accepts the command'), 'who is to lead');
  if (run.commanders.length > 1) return null;
  const others = [...run.responders, ...Object.values(cast).flat()].filter(user => user !== run.commander);
  const to = others[0];
  if (to === undefined) {
    book.problem('There is nobody the command could be handed to.');
    return null;
  }
  return press({ type: 'handover', to, brief: null }, run.commander, `offers the command to ${to}`);
}

/** A minute after the reminder, or where the runbook asks for one. */
function updates(run: IncidentRun): Press | null {
  const asked = waiting(run).some(step => step.verb === 'do' && step.what === 'update');
  if ((run.cadence.reminders === 0 && !asked) || run.commander === null) return null;
  const ask: Ask = {
    type: 'update',
    status: run.status,
    conditions: 'Written in a rehearsal.',
    actions: '',
    needs: '',
    impact: null,
    nextInMs: null,
  };
  return askedOf(press(ask, run.commander, `posts update ${run.updates.length + 1}`), 'commander');
}

/** Steps that wait for somebody; what the bot's own buttons do has turns of its own. */
function answers(run: IncidentRun, { cast, options, book, refused }: Props): Press | null {
  for (const step of waiting(run)) {
    if (step.verb === 'start') return linked(run, `starts ${step.start.what}, by its own runbook`);
    const next = answerTo(run, step, cast, options.scene.fail);
    if (next === null || refused.has(next.key)) continue;
    if (next.user !== null) return next;
    const roles = next.roles.join(', ') || 'nobody';
    book.problem(`“${titleOf(run, step)}” waits for ${roles}, and nobody is left who may answer.`);
  }
  return null;
}

/** The action's own way back, and where that failed or there is none, a reason why it stays. */
function leavesWhatFailed(run: IncidentRun, props: Props): Press | null {
  const taken = run.actions.find(one => one.state === 'running' || one.state === 'undoing');
  if (taken === undefined) return null;
  const ids = [taken.id, undoOf(taken.id)];
  const steps = sectionsNow(run).flatMap(section => (ids.includes(section.id) ? section.steps : []));
  return steps.some(step => isStuck(run, step, props)) ? undoes(run, taken) : null;
}

/** It failed, or waits for somebody there is not. */
function isStuck(run: IncidentRun, step: AnyStep, { cast, options, refused }: Props): boolean {
  const { status } = stateOf(run, step.id);
  if (status !== 'waiting') return status === 'failed' || status === 'interrupted';
  const press = answerTo(run, step, cast, options.scene.fail);
  return press !== null && (press.user === null || refused.has(press.key));
}

function undoes(run: IncidentRun, taken: ActionTaken): Press | null {
  const action = findAction(run, taken.action);
  if (action === null) return null;
  const hasUndo = action.does.kind === 'steps' && action.does.undo.length > 0;
  const user = actor(run, action);
  if (hasUndo && taken.state !== 'undoing')
    return press({ type: 'undo', taken: taken.id, reason: 'It is over' }, user, `undoes “${action.title}”`);
  const ask: Ask = { type: 'lasting', taken: taken.id, reason: 'Accepted in a rehearsal' };
  return press(ask, user, `accepts “${action.title}” as lasting`);
}

/** Once each time it is active: the action of the scene, else the one put first. */
function acts(run: IncidentRun, { options: { scene } }: Props): Press | null {
  const active = run.statuses.findLast(one => one.status === 'investigating');
  if (run.status !== 'investigating' || run.actions.some(one => one.at >= (active?.at ?? 0))) return null;
  const offered = offeredActions(run);
  const action = scene.action === null ? offered[0] : offered.find(one => one.id === scene.action);
  if (action === undefined) return null;
  const ask: Ask = { type: 'act', action: action.id, reason: 'It is being rehearsed', suspect: null };
  const next = press(ask, actor(run, action), `presses “${action.title}”`);
  return { ...next, key: `${next.key} ${run.actions.length}` };
}

function actor(run: IncidentRun, { roles }: IncidentAction): string {
  return pick(run, run.people, roles) ?? run.commander ?? run.initiator;
}

/** An action that starts another run opened its form; somebody sends it. */
function startsOther(run: IncidentRun): Press | null {
  const last = run.actions.at(-1);
  const does = last && findAction(run, last.action)?.does;
  if (last === undefined || does?.kind !== 'start' || run.links.some(one => one.at >= last.at)) return null;
  return linked(run, `starts ${does.start.what}, by its own runbook`);
}

/** Each under a number of its own: an incident is linked with a run once. */
function linked(run: IncidentRun, says: string): Press {
  const other = `REL-${run.links.length + 2}`;
  const ask = { type: 'linked', run: other, why: 'started from here' } as const;
  return { key: other, ask, roles: [], user: run.initiator, says };
}

function mitigates(run: IncidentRun): Press | null {
  const busy = run.actions.some(one => one.state === 'running' || one.state === 'undoing');
  if (run.status !== 'investigating' || busy || run.commander === null) return null;
  return press({ type: 'mitigated', at: null }, run.commander, 'says that users feel it no more');
}

function saysThatItIsBack(run: IncidentRun, { options: { scene } }: Props): Press | null {
  const mitigated = run.statuses.filter(one => one.status === 'mitigated');
  const first = mitigated[0];
  if (scene.story !== 'comes-back' || run.status !== 'mitigated' || mitigated.length > 1 || !first) return null;
  const again = press({ type: 'reactivate', reason: 'Users feel it again' }, run.initiator, 'says that it is back');
  return { ...again, notBefore: first.at + TURNS_AFTER_MS + MINUTE };
}

/** Once, so that everybody sees what the gate asks for. */
function asksTooEarly(run: IncidentRun, _props: Props, now: Instant): Press | null {
  if (run.status !== 'mitigated' || run.refusals.length > 0 || blockers(run, NOTHING_GIVEN, now).length === 0)
    return null;
  return resolve(run, NOTHING_GIVEN, 'asks to resolve it');
}

function takesBack(run: IncidentRun): Press | null {
  const taken = inForce(run).find(one => one.state === 'done');
  return run.status === 'mitigated' && taken !== undefined ? undoes(run, taken) : null;
}

/** When nothing is in the way that a form cannot bring along. */
function resolves(run: IncidentRun, _props: Props, now: Instant): Press | null {
  if (run.status !== 'mitigated' || run.commander === null) return null;
  const open = openSteps(run);
  if (open.some(step => stateOf(run, step.id).status === 'running')) return null;
  const given = givenWith(run, run.commander);
  if (blockers(run, given, now).length > 0) return null;
  const left = open.map(step => `“${titleOf(run, step)}”`).join(', ');
  return resolve(run, given, `resolves it${left === '' ? '' : `, and says why ${left} need not be done any more`}`);
}

/** What a form can bring along. */
function givenWith(run: IncidentRun, owner: string): Given {
  return {
    impact: run.impact ?? 'None: this is a rehearsal',
    postmortemOwner: owner,
    followUps: [{ text: 'Look into the cause', owner }],
    skipOpen: openSteps(run).length === 0 ? null : 'They need not be done any more',
    override: null,
  };
}

function resolve(run: IncidentRun, given: Given, says: string): Press | null {
  const ask: Ask = { type: 'resolve', summary: 'It was rehearsed', mitigatedAt: null, ...given };
  return run.commander === null ? null : press(ask, run.commander, says);
}

function reopens(run: IncidentRun, { options: { scene } }: Props): Press | null {
  if (scene.story !== 'reopened' || run.status !== 'resolved' || run.reopened.length > 0) return null;
  if ((run.postmortem.draftedAt ?? 0) < (run.resolvedAt ?? 0)) return null;
  return press({ type: 'reopen', reason: 'Users feel it again' }, run.initiator, 'reopens it');
}

/** Of a press: roles that are waited for until it comes. */
function askedOf(of: Press, ...roles: readonly string[]): Press {
  return { ...of, roles };
}

/** Something one person does by themselves. */
function press(ask: Ask, user: string, says: string): Press {
  return { key: JSON.stringify(ask), ask, roles: [], user, says };
}
