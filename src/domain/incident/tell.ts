import type { Json, JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { FIGURES_MS, isTrouble, redraw } from '#src/domain/procedure/tell-steps.ts';
import { gradeOf } from './grade.ts';
import { usersOf } from './paging.ts';

/** What the facts of one decision say to people: the card, one joined message in the thread, whoever must act directly. */
export function tellIncident(run: IncidentRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const asks: EffectAsk[] = [];
  const born = facts.some(fact => fact.type === 'incident.declared');
  if (born) asks.push(post(run, { name: 'card' }), post(run, { name: 'work' }));
  for (const fact of facts) asks.push(...notices(run, fact), ...ownMessage(run, fact));
  const story = facts.filter(isTold).map(compact);
  if (story.length > 0) asks.push(post(run, { story }));
  return [...asks, ...redraws(run, facts, born)];
}

function post(run: IncidentRun, body: JsonObject, priority: 1 | 2 = 2): EffectAsk {
  return { kind: 'chat.post', lane: `chat:${run.stream}`, priority, body: { channel: run.channel, ...body } };
}

/** Facts the thread tells as a line. What only moves the card, or only matters to auditors, is not among them. */
const TOLD: ReadonlySet<Fact['type']> = new Set([
  'incident.severity-set',
  'incident.suggested',
  'incident.commander-set',
  'incident.escalated',
  'incident.mitigated',
  'incident.reactivated',
  'incident.resolved',
  'incident.reopened',
  'handover.declined',
  'page.acknowledged',
  'page.failed',
  'page.rings-again',
  'page.fallback',
  'reminder.snoozed',
  'action.taken',
  'action.done',
  'action.undoing',
  'action.undone',
  'action.accepted-as-lasting',
  'decision.added',
  'task.added',
  'note.added',
  'run.linked',
  'override.given',
  'postmortem.reminded',
  'step.failed',
  'step.interrupted',
  'step.skipped',
  'effect.unknown',
  'effect.gave-up',
]);

function isTold(fact: Fact): boolean {
  // Telling that telling failed would fail again, and so on for ever.
  if (isTrouble(fact, 'chat.')) return false;
  // Ended here is told with the resolution; ended over there is news.
  if (fact.type === 'page.resolved') return fact.data.via !== 'gonogo';
  return TOLD.has(fact.type);
}

function compact(fact: Fact): Json {
  return { type: fact.type, at: fact.at, actor: fact.actor, data: fact.data } as Json;
}

/** Updates and reminders are messages of their own; the reminder before is edited away. */
function ownMessage(run: IncidentRun, fact: Fact): readonly EffectAsk[] {
  switch (fact.type) {
    case 'incident.updated':
      return [post(run, { name: updateName(run.updates.length), update: run.updates.length }), ...announced(run)];
    case 'incident.update-due':
    case 'incident.update-missed':
      return [post(run, { name: reminderName(fact.seq), reminder: fact.seq, fact: compact(fact) }, 1)];
    default:
      return [];
  }
}

export function updateName(number: number): string {
  return `update:${number}`;
}

export function reminderName(seq: number): string {
  return `reminder:${seq}`;
}

/** Each channel that follows has one message, kept up to date: nobody is flooded there. */
function announced(run: IncidentRun): readonly EffectAsk[] {
  // A private incident is nobody else's business.
  if (run.private) return [];
  const { channels } = run.runbook.product;
  const names = run.runbook.updates.to.filter(name => channels[name] !== undefined && channels[name] !== run.channel);
  return names.map(name => {
    const channel = channels[name] ?? '';
    if (run.updates.length > 1) return redraw(run, `announcement:${channel}`);
    return {
      kind: 'chat.post',
      lane: `chat:${run.stream}:${channel}`,
      priority: 3,
      body: { channel, name: `announcement:${channel}`, thread: false },
    };
  });
}

/** People who must act get a direct message each. */
function notices(run: IncidentRun, fact: Fact): readonly EffectAsk[] {
  switch (fact.type) {
    case 'incident.declared': {
      const called = usersOf(run, gradeOf(run)?.calls ?? []).filter(user => user !== run.initiator);
      return direct(run, called, { about: 'called' });
    }
    case 'incident.severity-set': {
      const called = usersOf(run, gradeOf(run)?.calls ?? []).filter(user => !run.responders.includes(user));
      return direct(run, called, { about: 'called' });
    }
    case 'page.fallback':
      return direct(run, fact.data.users, { about: 'page-fallback', page: fact.data.page, says: fact.data.says }, 0);
    case 'incident.escalated':
      return direct(run, usersOf(run, fact.data.roles), { about: 'escalated', says: fact.data.says }, 0);
    case 'incident.update-missed':
      return direct(run, usersOf(run, ['deputy']), { about: 'update-missed', says: fact.data.says });
    case 'handover.offered':
      return direct(run, [fact.data.to], { about: 'handover', brief: fact.data.brief, seq: fact.seq }, 1);
    case 'task.added':
    case 'task.assigned':
      return fact.data.owner === null ? [] : direct(run, [fact.data.owner], { about: 'task', task: fact.data.id });
    case 'postmortem.assigned':
      return fact.data.owner === null ? [] : direct(run, [fact.data.owner], { about: 'postmortem' });
    case 'postmortem.reminded':
      return run.postmortem.owner === null
        ? []
        : direct(run, [run.postmortem.owner], { about: 'postmortem-due', says: fact.data.says });
    default:
      return [];
  }
}

function direct(
  run: IncidentRun,
  users: readonly string[],
  body: JsonObject,
  priority: 0 | 1 | 2 = 2,
): readonly EffectAsk[] {
  return users.map(user => ({
    kind: 'chat.direct',
    lane: `direct:${run.stream}:${user}`,
    priority,
    body: { user, ...body },
  }));
}

function redraws(run: IncidentRun, facts: readonly Fact[], born: boolean): readonly EffectAsk[] {
  if (born || facts.every(fact => isChatTrouble(fact))) return [];
  const figuresOnly = facts.every(fact => fact.type === 'watch.swept' || fact.type === 'command.output');
  const at = facts.at(-1)?.at ?? 0;
  // Figures stand beside the work; the card has none, so it is left alone.
  if (figuresOnly) return run.status === 'resolved' ? [] : [redraw(run, 'work', {}, at + FIGURES_MS)];
  return [redraw(run, 'card'), redraw(run, 'work'), ...formerReminders(run, facts)];
}

function isChatTrouble(fact: Fact): boolean {
  return (fact.type === 'effect.gave-up' || fact.type === 'effect.unknown') && fact.data.kind.startsWith('chat.');
}

const ENDS_REMINDER: ReadonlySet<Fact['type']> = new Set([
  'incident.updated',
  'incident.update-due',
  'incident.update-missed',
  'incident.resolved',
  'reminder.snoozed',
]);

/** The reminder that stood in the thread until now says what became of it, without its buttons. */
function formerReminders(run: IncidentRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const ended = facts.find(fact => ENDS_REMINDER.has(fact.type));
  const { former } = run.cadence;
  if (!ended || former === null) return [];
  return [redraw(run, reminderName(former), { reminder: former, became: compact(ended) })];
}
