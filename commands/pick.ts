import { z } from 'zod';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { refuse } from '#src/chat/reply.ts';
import { onPress, RunRef } from './handlers.ts';

const Choice = RunRef.extend({ noun: z.enum(['release', 'incident']), word: z.string(), rest: z.string() });

/** Somebody chose one run from a list (chat/which-run.ts): the command is done again with its number in front. */
export function pick(verbs: readonly Verb[]): Handler {
  return onPress('pick', Choice, async ({ noun, run, word, rest }, request, desk) => {
    const verb = verbs.find(one => one.noun === noun && one.word === word);
    if (!verb) return refuse('pick.unknown', 'This list belongs to another version of gonogo. Type the command again.');
    return verb.run(request, `${run} ${rest}`, desk);
  });
}
