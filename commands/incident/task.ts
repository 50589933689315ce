import type { Desk, Verb } from '#src/chat/desk.ts';
import { inert, mention, personIn } from '#src/chat/escape.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { recentIncident } from '#src/chat/which-run.ts';

import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { mayTakePart } from '../release/may.ts';

/** `task TEXT @owner`, `task done 2`, `task 2 @owner`; without words the list. */
export const task: Verb = {
  noun: 'incident',
  word: 'task',
  usage: 'task TEXT [@owner] | task done N | task N @owner',
  help: 'Gives somebody something to do; without words the list of tasks',
  may: mayTakePart,
  people: true,
  async run(request, text, desk) {
    const which = await recentIncident(desk, request, text, 'task');
    if (!which.ok) return which.reply;
    const { run } = which;
    if (which.text === '') return listed(run);
    const done = /^done\s+#?(\d+)$/i.exec(which.text)?.[1];
    if (done !== undefined)
      return desk.handle(run.id, { type: 'task-done', task: done }, after =>
        sayText(`Task ${inert(done)} of ${inert(after.id)} is done.`),
      );
    const given = /^#?(\d+)\s+<@([UW][A-Z0-9]+)>$/.exec(which.text);
    if (given?.[1] !== undefined && given[2] !== undefined) return assigned(desk, run.id, given[1], given[2]);
    return added(desk, run, which.text);
  },
};

function added(desk: Desk, run: IncidentRun, text: string): Promise<Reply> {
  const named = personIn(text);
  const { user = null, rest = text } = named ?? {};
  if (rest === '')
    return Promise.resolve(
      refuse('task.empty', 'The task says nothing. Write what is to be done: /incident task Restart the cache @user'),
    );
  const followUp = run.status === 'resolved';
  return desk.handle(run.id, { type: 'task', text: rest, owner: user, followUp, dueAt: null }, after =>
    sayText(
      `Task ${(after as IncidentRun).tasks.length} of ${inert(after.id)}: ${inert(rest)} – ${user === null ? 'nobody yet' : mention(user)}`,
    ),
  );
}

function assigned(desk: Desk, id: string, number: string, owner: string): Promise<Reply> {
  return desk.handle(id, { type: 'task-assign', task: number, owner }, after =>
    sayText(`Task ${inert(number)} of ${inert(after.id)} is for ${mention(owner)}.`),
  );
}

function listed(run: IncidentRun): Reply {
  if (run.tasks.length === 0) return sayText(`${inert(run.id)} has no tasks. /incident task TEXT @owner adds one.`);
  const lines = run.tasks.map(
    one =>
      `${one.doneAt === null ? '☐' : '✔'} ${inert(one.id)}. ${inert(one.text)} – ${one.owner === null ? 'nobody' : mention(one.owner)}${one.followUp ? ' (follow-up)' : ''}`,
  );
  return sayText([`Tasks of ${inert(run.id)}:`, ...lines].join('\n'));
}
