import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { ActionTaken, Captured, Task } from './state.ts';

/** Folds what people do on the way: actions, tasks, decisions, notes, pinned messages; suspects and the postmortem. */
export function evolveWork(run: IncidentRun, fact: Fact): IncidentRun {
  const by = fact.actor.kind === 'person' ? fact.actor.user : 'gonogo';
  switch (fact.type) {
    case 'note.added':
      return { ...run, notes: [...run.notes, { text: fact.data.text, by, at: fact.at }] };
    case 'decision.added':
      return { ...run, decisions: [...run.decisions, { text: fact.data.text, by, at: fact.at }] };
    case 'task.added':
      return { ...run, tasks: [...run.tasks, { ...fact.data, by, at: fact.at, doneAt: null }] };
    case 'task.assigned':
      return withTask(run, fact.data.id, { owner: fact.data.owner });
    case 'task.done':
      return withTask(run, fact.data.id, { doneAt: fact.at });
    case 'message.captured':
      return withCaptured(run, { ...fact.data, by, at: fact.at, edits: [] });
    case 'message.edited':
      return edited(run, fact.data.ts, fact.data.text, fact.at);
    case 'message.deleted':
      return edited(run, fact.data.ts, null, fact.at);
    case 'action.taken': {
      const { id, action, reason, suspect } = fact.data;
      const taken: ActionTaken = {
        id,
        action,
        suspect,
        reason,
        by,
        at: fact.at,
        says: '',
        state: 'running',
        endedAt: null,
      };
      return { ...run, actions: [...run.actions, taken] };
    }
    case 'action.done':
      return withAction(run, fact.data.id, { state: 'done', endedAt: fact.at, says: fact.data.says });
    case 'action.undoing':
      return withAction(run, fact.data.id, { state: 'undoing' });
    case 'action.undone':
      return withAction(run, fact.data.id, { state: 'undone', endedAt: fact.at, says: fact.data.says });
    case 'action.accepted-as-lasting':
      return withAction(run, fact.data.id, { state: 'lasting', endedAt: fact.at });
    case 'suspects.found':
      return { ...run, suspects: fact.data.releases };
    case 'run.linked':
      return { ...run, links: [...run.links, { run: fact.data.run, why: fact.data.why, at: fact.at }] };
    case 'postmortem.assigned':
      return { ...run, postmortem: { ...run.postmortem, ...fact.data } };
    case 'postmortem.drafted':
      return { ...run, postmortem: { ...run.postmortem, draftedAt: fact.at, permalink: fact.data.permalink } };
    case 'postmortem.moved':
      return { ...run, postmortem: { ...run.postmortem, state: fact.data.state } };
    case 'postmortem.reminded':
      return { ...run, postmortem: { ...run.postmortem, remindedAt: fact.at } };
    default:
      return run;
  }
}

function withTask(run: IncidentRun, id: string, change: Partial<Task>): IncidentRun {
  return { ...run, tasks: run.tasks.map(task => (task.id === id ? { ...task, ...change } : task)) };
}

function withAction(run: IncidentRun, id: string, change: Partial<ActionTaken>): IncidentRun {
  return { ...run, actions: run.actions.map(taken => (taken.id === id ? { ...taken, ...change } : taken)) };
}

function withCaptured(run: IncidentRun, message: Captured): IncidentRun {
  return { ...run, captured: { ...run.captured, [message.ts]: message } };
}

function edited(run: IncidentRun, ts: string, text: string | null, at: number): IncidentRun {
  const message = run.captured[ts];
  return message === undefined ? run : withCaptured(run, { ...message, edits: [...message.edits, { text, at }] });
}
