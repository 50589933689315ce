import type { Database as RawDatabase } from 'better-sqlite3';
import type { ToldFact } from '#src/chat/told.ts';
import type { StepRef } from '#src/domain/procedure/commands.ts';
import type { SimRequest } from '../world/world.ts';

export type Effect = {
  readonly id: string;
  readonly stream: string;
  readonly kind: string;
  readonly state: string;
  readonly body: string;
};

/** Whatever was ever asked for. */
export function effectsIn(raw: RawDatabase): readonly Effect[] {
  return raw.prepare('select id, stream, kind, state, body from effects').all() as Effect[];
}

/** What the world saw, whichever world it was. */
export type Witness = {
  readonly messages: readonly { readonly effectIds: readonly string[] }[];
  readonly commands: readonly { readonly id: string; readonly argv: readonly string[] }[];
  readonly requests: readonly SimRequest[];
};

/** I4 nothing without an intent, I6 commands and calls at most once, I7 messages exactly once, I8 nothing is left over. */
export function checkEffects({
  raw,
  world,
}: {
  readonly raw: RawDatabase;
  readonly world: Witness;
}): readonly string[] {
  const effects = effectsIn(raw);
  const byId = new Map(effects.map(effect => [effect.id, effect]));
  return [
    ...checkMessages(world, effects, byId),
    ...checkCommands(world, byId),
    ...checkRequests(world, byId),
    ...leftOver(raw),
  ];
}

function checkMessages(
  world: Witness,
  effects: readonly Effect[],
  byId: ReadonlyMap<string, Effect>,
): readonly string[] {
  const problems: string[] = [];
  const times = new Map<string, number>();
  for (const id of world.messages.flatMap(message => message.effectIds)) times.set(id, (times.get(id) ?? 0) + 1);
  for (const [id, count] of times) {
    if (!byId.has(id)) problems.push(`I4 a message of ${id}, which nobody asked for`);
    // Stricter than I7: in this world Slack is never later than the settle time, so not one may be doubled.
    if (count > 1) problems.push(`I7 ${byId.get(id)?.kind} ${id} stands ${count} times in Slack`);
  }
  for (const { id, kind, state, body } of effects) {
    const owed =
      (kind === 'chat.post' && state !== 'failed' && !isSilent(body)) || (kind === 'chat.direct' && state === 'done');
    if (owed && !times.has(id)) problems.push(`I8 ${kind} ${id} is ${state} and was never said: ${body.slice(0, 160)}`);
  }
  return problems;
}

/**
 * A story that only holds what the thread need not tell, such as a command that began, a window which was said to be closed
 * and still is, or files that stand there themselves, may come to nothing; so may a reminder that another followed before
 * Slack took it.
 */
function isSilent(body: string): boolean {
  const { story, reminder } = JSON.parse(body) as { story?: readonly ToldFact[]; reminder?: number };
  return reminder !== undefined || story?.every(isQuiet) === true;
}

function isQuiet(fact: ToldFact): boolean {
  if (fact.type === 'report.written') return fact.data.files.every(file => file.permalink !== null);
  return QUIET.has(fact.type) || (fact.type === 'window.closed' && fact.data.again);
}

const QUIET: ReadonlySet<string> = new Set(['step.started', 'phase.started', 'step.finished', 'wave.shifted']);

function checkCommands(world: Witness, byId: ReadonlyMap<string, Effect>): readonly string[] {
  const problems: string[] = [];
  const done = new Set<string>();
  for (const { id, argv } of world.commands) {
    const effect = byId.get(id);
    if (effect?.kind !== 'command.start') problems.push(`I4 the command ${argv.join(' ')} was started by nobody`);
    const { step, attempt, part, wave } = JSON.parse(effect?.body ?? '{}').ref as StepRef;
    const once = [effect?.stream, step, attempt, part, wave].join('|');
    if (done.has(once)) problems.push(`I6 ${argv.join(' ')} was started twice for ${once}`);
    done.add(once);
  }
  return problems;
}

function checkRequests(world: Witness, byId: ReadonlyMap<string, Effect>): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { method, url, key } of world.requests) {
    if (method === 'GET') continue;
    if (key === null || !byId.has(key)) problems.push(`I4 ${method} ${url} was asked for by nobody`);
    else if (seen.has(key)) problems.push(`I6 ${method} ${url} was sent twice for ${key}`);
    else seen.add(key);
  }
  return problems;
}

function leftOver(raw: RawDatabase): readonly string[] {
  const effects = raw.prepare('select kind, state from effects where settled_at is null').all() as Effect[];
  const timers = raw.prepare('select stream, name from timers').all() as { stream: string; name: string }[];
  return [
    ...effects.map(({ kind, state }) => `I8 ${kind} is still ${state} at the end`),
    ...timers.map(({ stream, name }) => `I8 ${stream} still has the timer ${name} at the end`),
  ];
}
