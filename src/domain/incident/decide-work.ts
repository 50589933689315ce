import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { acknowledge } from './decide-page.ts';
import { openPages } from './paging.ts';
import { byAnyone } from './who.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export function note(draft: Draft, command: Of<'note'>): Refusal | null {
  return written(draft, command.actor, command.text, 'Noting', text => fact('note.added', { text }));
}

export function decision(draft: Draft, command: Of<'decision'>): Refusal | null {
  return written(draft, command.actor, command.text, 'Recording a decision', text => fact('decision.added', { text }));
}

export function title(draft: Draft, command: Of<'title'>): Refusal | null {
  return written(draft, command.actor, command.title, 'Giving it a title', text =>
    fact('incident.titled', { title: text }),
  );
}

export function impact(draft: Draft, command: Of<'impact'>): Refusal | null {
  return written(draft, command.actor, command.impact, 'Stating the impact', text =>
    fact('incident.impact-set', { impact: text }),
  );
}

export function task(draft: Draft, run: IncidentRun, command: Of<'task'>): Refusal | null {
  const { owner, followUp, dueAt } = command;
  const id = String(run.tasks.length + 1);
  return written(draft, command.actor, command.text, 'Adding a task', text =>
    fact('task.added', { id, text, owner, followUp, dueAt }),
  );
}

/** A sentence somebody writes; an empty one is refused, because nothing is recorded that says nothing. */
function written(
  draft: Draft,
  actor: Of<'note'>['actor'],
  text: string,
  what: string,
  of: (text: string) => NewFact,
): Refusal | null {
  const may = byAnyone(draft, actor, what);
  if (!may.ok) return may.refusal;
  if (text.trim() === '') return { code: 'text.empty', text: 'There is nothing to record: write a sentence.' };
  draft.add(of(text.trim()), actor);
  return null;
}

export function taskAssign(draft: Draft, run: IncidentRun, command: Of<'task-assign'>): Refusal | null {
  return onTask(draft, run, command, () => fact('task.assigned', { id: command.task, owner: command.owner }));
}

export function taskDone(draft: Draft, run: IncidentRun, command: Of<'task-done'>): Refusal | null {
  return onTask(draft, run, command, () => fact('task.done', { id: command.task }));
}

function onTask(
  draft: Draft,
  run: IncidentRun,
  command: Of<'task-assign' | 'task-done'>,
  of: () => NewFact,
): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Changing a task');
  if (!may.ok) return may.refusal;
  const known = run.tasks.find(one => one.id === command.task);
  if (!known) return { code: 'task.absent', text: `${run.id} has no task ${command.task}.` };
  if (known.doneAt !== null) return { code: 'task.done', text: `"${known.text}" is done already.` };
  draft.add(of(), command.actor);
  return null;
}

/** A message is captured once, whoever pins it how often. */
export function capture(draft: Draft, run: IncidentRun, command: Of<'capture'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Capturing a message');
  if (!may.ok) return may.refusal;
  if (run.captured[command.message.ts])
    return { code: 'capture.again', text: `This message is on the timeline of ${run.id} already.` };
  draft.add(fact('message.captured', { ...command.message }), command.actor);
  return null;
}

/** What was captured stays as it read then; what became of it is a further fact. Other messages are nobody's business. */
export function messageChanged(draft: Draft, run: IncidentRun, command: Of<'message-changed'>): Refusal | null {
  const known = run.captured[command.ts];
  if (!known) return null;
  const now = known.edits.length === 0 ? known.text : (known.edits.at(-1)?.text ?? null);
  if (command.text === now) return null;
  const change =
    command.text === null
      ? fact('message.deleted', { ts: command.ts })
      : fact('message.edited', { ts: command.ts, text: command.text });
  draft.add(change, command.actor);
  return null;
}

export function join(draft: Draft, run: IncidentRun, command: Of<'join'>, now: Instant): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Joining');
  if (!may.ok) return may.refusal;
  if (!run.responders.includes(command.actor.user)) draft.add(fact('incident.joined', {}), command.actor);
  // Every page failed, so nobody could acknowledge one: whoever comes has it, or the chain would wake the next.
  const failed = Object.values(run.pages).filter(page => page.state === 'failed' && page.requestedAt >= run.openedAt);
  if (failed.length > 0 && openPages(run).length === 0)
    acknowledge(draft, run, { type: 'acknowledge', actor: command.actor, page: null }, now);
  return null;
}

export function postmortemOwner(draft: Draft, run: IncidentRun, command: Of<'postmortem-owner'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Naming the owner of the postmortem');
  if (!may.ok) return may.refusal;
  draft.add(fact('postmortem.assigned', { owner: command.user, dueAt: run.postmortem.dueAt }), command.actor);
  return null;
}

/** Draft, in review, reviewed, closed: people are reminded until it is reviewed. */
export function postmortemState(draft: Draft, run: IncidentRun, command: Of<'postmortem-state'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Moving the postmortem on');
  if (!may.ok) return may.refusal;
  if (run.postmortem.draftedAt === null)
    return { code: 'postmortem.none', text: `${run.id} has no postmortem draft yet: /incident postmortem ${run.id}` };
  if (command.state === run.postmortem.state)
    return { code: 'postmortem.same', text: `The postmortem of ${run.id} is ${command.state} already.` };
  draft.add(fact('postmortem.moved', { state: command.state, rule: may.rule }), command.actor);
  return null;
}
