import type { Json, JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from './effects.ts';
import { lookedUp, peopleOf } from './people.ts';
import type { AnyStep } from './sections.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** What any run says to people: lines in its thread, questions, direct messages, redrawn cards. */

type Whose = { readonly stream: string };

/** A card is redrawn for a changed figure alone at most once a minute. */
export const FIGURES_MS = 60_000;

export function post(run: Run, body: JsonObject): EffectAsk {
  return { kind: 'chat.post', lane: `chat:${run.stream}`, priority: 2, body: { channel: run.channel, ...body } };
}

export function ask(run: Run, step: string, attempt = stateOf(run, step).attempt): EffectAsk {
  return post(run, { name: messageName(step, attempt), step, attempt });
}

/** The message that asks about one attempt of a step. */
export function messageName(step: string, attempt: number): string {
  return `step:${step}:${attempt}`;
}

export function redraw({ stream }: Whose, name: string, body: JsonObject = {}, dueAt?: number): EffectAsk {
  const ask: EffectAsk = {
    kind: 'chat.card',
    lane: `card:${stream}:${name}`,
    priority: 3,
    body: { name, ...body },
    coalesce: true,
  };
  return dueAt === undefined ? ask : { ...ask, dueAt };
}

/** To everybody of these roles, who is looked up first where that may be others by now (people-found.ts). */
export function direct(
  run: Run,
  roles: readonly string[],
  message: JsonObject,
  except: readonly string[] = [],
): readonly EffectAsk[] {
  const looks = lookedUp(run, roles);
  if (looks.length === 0) {
    const users = peopleOf(run, roles).filter(user => !except.includes(user));
    return directTo(run, users, message);
  }
  const body = { looks: [...looks], roles: [...roles], except: [...except], message };
  return [{ kind: 'people.look', lane: `people:${run.stream}`, priority: 2, body }];
}

export function directTo(
  run: Run,
  users: readonly string[],
  body: JsonObject,
  priority: 2 | 3 = 2,
): readonly EffectAsk[] {
  return users.map(user => ({
    kind: 'chat.direct',
    lane: `direct:${run.stream}:${user}`,
    priority,
    body: { user, ...body },
  }));
}

type NotifyStep = AnyStep & { readonly verb: 'notify' };

/** `notify`: a channel by name gets a message, a role a direct one for each of its people, and a mail where it has addresses. */
export function notified(run: Run, step: NotifyStep, text: string): readonly EffectAsk[] {
  const { channels, raci } = run.runbook.product;
  const names = step.to.flatMap(name =>
    name === 'informed' ? Object.values(raci).flatMap(row => row.informed) : [name],
  );
  const asks = [...new Set(names)].flatMap((name): readonly EffectAsk[] => {
    const channel = channels[name];
    if (channel === undefined) return [];
    return [
      { kind: 'chat.post', lane: `chat:${run.stream}:${channel}`, priority: 3, body: { channel, text, thread: false } },
    ];
  });
  return [
    ...asks,
    ...direct(run, [...new Set(names.filter(name => channels[name] === undefined))], { about: 'notice', says: text }),
    ...mails(run, step, [...new Set(names)], text),
  ];
}

/** A mail a role: its addresses see each other, and no others. */
function mails(run: Run, step: NotifyStep, names: readonly string[], text: string): readonly EffectAsk[] {
  return names.flatMap((role): readonly EffectAsk[] => {
    const to = run.runbook.product.roles[role]?.mail ?? [];
    if (to.length === 0) return [];
    // Whoever also has the direct message is reached without it.
    const needed = peopleOf(run, [role]).length === 0;
    const body = { about: 'notice', step: step.id, role, to: [...to], text, attach: [...(step.attach ?? [])], needed };
    return [{ kind: 'mail.send', lane: `mail:${run.stream}:${role}`, priority: 3, body }];
  });
}

/** What could not be said in the thread or drawn on the card; it stays on the timeline. */
export function isTrouble(fact: Fact, kind: string): boolean {
  return (fact.type === 'effect.gave-up' || fact.type === 'effect.unknown') && fact.data.kind.startsWith(kind);
}

/** Is it a line of the thread? `lines`: the facts this kind of run tells. */
export function isLine(lines: ReadonlySet<Fact['type']>, fact: Fact): boolean {
  // Telling that telling failed would fail again, and so on for ever.
  if (isTrouble(fact, 'chat.post')) return false;
  if (fact.type === 'step.started') return ['run', 'http'].includes(String(fact.data.resolved['act']));
  return lines.has(fact.type);
}

/** A fact as the thread needs it: without the runbook, metrics and bodies that only the timeline keeps. */
export function compact(fact: Fact): Json {
  const base = { type: fact.type, at: fact.at, actor: fact.actor };
  if (fact.type === 'release.started') return { ...base, data: {} } as Json;
  if (fact.type === 'step.started') {
    const { argv = null, method = null, url = null, title = null } = fact.data.resolved;
    return {
      ...base,
      data: { step: fact.data.step, attempt: fact.data.attempt, part: fact.data.part, argv, method, url, title },
    } as Json;
  }
  if (fact.type === 'step.finished') {
    const { step, attempt, says, rule } = fact.data;
    return { ...base, data: { step, attempt, says, rule } } as Json;
  }
  if (fact.type === 'notes.edited') {
    const { step, number, changed } = fact.data;
    return { ...base, data: { step, number, changed } } as Json;
  }
  return { ...base, data: fact.data } as Json;
}

/** A question in the thread becomes its own answer when it is redrawn; a line beside it would say the same again. */
export function answersQuestion(run: Run, facts: readonly Fact[], fact: Fact): boolean {
  if (fact.type !== 'step.finished') return false;
  const verb = findStep(run, fact.data.step)?.verb;
  if (verb === undefined || !QUESTIONS.has(verb)) return false;
  return !facts.some(one => one.type === 'step.started' && one.data.step === fact.data.step);
}

const QUESTIONS: ReadonlySet<string> = new Set([
  'release-notes',
  'confirm',
  'checkpoint',
  'checklist',
  'ask',
  'attach',
  'approve',
]);

/** Facts after which the question about their step is drawn anew. */
export const REDRAWS: ReadonlySet<Fact['type']> = new Set([
  'step.finished',
  'step.skipped',
  'step.cancelled',
  'step.retried',
  'step.claimed',
  'step.handed',
  'step.unclaimed',
  'item.ticked',
  'evidence.attached',
  'facts.recorded',
  'vote.cast',
  'gate.passed',
  'gate.held',
  'gate.denied',
  'gate.expired',
  'gate.voided',
  'notes.edited',
  'confirmation.voided',
]);
