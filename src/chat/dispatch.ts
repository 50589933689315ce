import { unreachable } from '#src/base/assert.ts';
import { nearest } from '#src/base/nearest.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { Desk, Handler, Registry, Verb } from './desk.ts';
import { plain, plainWithPeople, whisper } from './escape.ts';
import type { Incoming } from './incoming.ts';
import type { Reply } from './reply.ts';
import { refuse } from './reply.ts';
import { firstWord } from './words.ts';

/** Finds what a person asked for and does it. Whatever goes wrong beyond a refusal is thrown; the adapter says so. */
export async function dispatch(registry: Registry, incoming: Incoming, desk: Desk): Promise<Reply> {
  const reply = await answer(registry, incoming, desk);
  return reply.kind === 'refusal' ? { ...reply, text: whisper(reply.text) } : reply;
}

function answer(registry: Registry, incoming: Incoming, desk: Desk): Promise<Reply> {
  switch (incoming.kind) {
    case 'command':
      return typed(registry, incoming, desk);
    case 'mention':
      return mentioned(registry, incoming, desk);
    case 'action':
      return handled(registry.actions, incoming.action, incoming, desk);
    case 'form':
      return handled(registry.forms, incoming.form, incoming, desk);
    case 'shortcut':
      return handled(registry.shortcuts, incoming.shortcut, incoming, desk);
    case 'home':
      return registry.home.run(incoming, desk);
    case 'reaction':
    case 'changed':
      return registry.heard.run(incoming, desk);
    default:
      return unreachable(incoming);
  }
}

async function typed(registry: Registry, incoming: Incoming & { kind: 'command' }, desk: Desk): Promise<Reply> {
  const verbs = registry.verbs.filter(verb => verb.noun === incoming.noun);
  const { word, rest } = firstWord(plain(incoming.text));
  const verb = verbs.find(one => one.word === (word.toLowerCase() || 'help'));
  if (verb) return verb.run(incoming, textFor(verb, incoming.text, rest), desk);
  return unknownWord(`/${incoming.noun}`, word, verbs);
}

/** Of a drill `/runbook` speaks. */
function nounOf(run: Run | null): string {
  if (run === null) return 'release';
  return run.kind === 'drill' ? 'runbook' : run.kind;
}

/** In a thread only a few words are heard; everything else is a slash command, which Slack does not allow there. */
async function mentioned(registry: Registry, incoming: Incoming & { kind: 'mention' }, desk: Desk): Promise<Reply> {
  const { channel, thread } = incoming;
  const run = channel === null || thread === null ? null : await desk.runByThread(channel, thread);
  const verbs = registry.verbs.filter(verb => verb.inThread === true && verb.noun === nounOf(run));
  const { word, rest } = firstWord(plain(incoming.text));
  const verb = verbs.find(one => one.word === word.toLowerCase());
  if (verb) return verb.run(incoming, textFor(verb, incoming.text, rest), desk);
  const known = verbs.map(one => `@gonogo ${one.usage}`).join(' or ');
  return refuse(
    'word.unknown',
    `Here I understand ${known}. For everything else there is /release help and /incident help.`,
  );
}

function textFor(verb: Verb, typed: string, rest: string): string {
  return verb.people === true ? firstWord(plainWithPeople(typed)).rest : rest;
}

async function handled(handlers: readonly Handler[], name: string, incoming: Incoming, desk: Desk): Promise<Reply> {
  const handler = handlers.find(one => one.name === name);
  if (handler) return handler.run(incoming, desk);
  return refuse(
    'action.unknown',
    'This button belongs to another version of gonogo. Look at the newest message and press there.',
  );
}

function unknownWord(command: string, word: string, verbs: readonly Verb[]): Reply {
  const words = verbs.map(one => one.word);
  const meant = nearest(word, words) ?? words.find(one => isPartOf(word.toLowerCase(), one));
  const hint = meant === undefined ? `${command} help lists what there is.` : `Did you mean ${command} ${meant}?`;
  return refuse('word.unknown', `${command} has no “${word}”. ${hint}`);
}

/** `ack` for acknowledge, `severity` for sev: the beginning of one is the other. */
function isPartOf(typed: string, word: string): boolean {
  return typed.length >= 3 && (word.startsWith(typed) || typed.startsWith(word));
}
