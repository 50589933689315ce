import type { Instant } from '#src/base/time.ts';
import { briefOf } from '#src/domain/incident/brief.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Moment } from './history.ts';

/** Something somebody did, when, and why. `before`: what was so just before, for instance who led. */
export type Deed = {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string | null;
  readonly before: IncidentRun;
};

/** One press of an action and what became of it. */
export type ActionStory = {
  /** `a1` */
  readonly id: string;
  readonly title: string;
  readonly suspect: string | null;
  readonly taken: Deed;
  /** When and how its work ended; null: it had not. */
  readonly done: { readonly at: Instant; readonly says: string } | null;
  readonly undoing: Deed | null;
  readonly undoneAt: Instant | null;
  readonly lasting: Deed | null;
};

export function actionsOf(moments: readonly Moment[]): readonly ActionStory[] {
  const actions = new Map<string, ActionStory>();
  const put = (id: string, change: Partial<ActionStory>) => {
    const action = actions.get(id);
    if (action) actions.set(id, { ...action, ...change });
  };
  for (const moment of moments) {
    const { fact } = moment;
    switch (fact.type) {
      case 'action.taken': {
        const { id, title, suspect, reason } = fact.data;
        const taken = deed(moment, reason);
        actions.set(id, { id, title, suspect, taken, done: null, undoing: null, undoneAt: null, lasting: null });
        break;
      }
      case 'action.done':
        put(fact.data.id, { done: { at: fact.at, says: fact.data.says } });
        break;
      case 'action.undoing':
        put(fact.data.id, { undoing: deed(moment, fact.data.reason) });
        break;
      case 'action.undone':
        put(fact.data.id, { undoneAt: fact.at });
        break;
      case 'action.accepted-as-lasting':
        put(fact.data.id, { lasting: deed(moment, fact.data.reason) });
        break;
    }
  }
  return [...actions.values()];
}

/** An offer of command and what came of it. `dropped`: somebody took command meanwhile. */
export type HandoverStory = {
  readonly to: string;
  readonly offered: Deed;
  /** In somebody's own words; null: as the bot wrote it from the timeline. */
  readonly brief: string | null;
  readonly outcome: 'accepted' | 'declined' | 'dropped' | 'open';
  readonly endedAt: Instant | null;
  /** Why it was declined. */
  readonly reason: string | null;
};

export function handoversOf(moments: readonly Moment[]): readonly HandoverStory[] {
  const stories: HandoverStory[] = [];
  const end = (outcome: HandoverStory['outcome'], at: Instant, reason: string | null = null) => {
    const last = stories.at(-1);
    if (last?.outcome === 'open') stories.splice(-1, 1, { ...last, outcome, endedAt: at, reason });
  };
  for (const moment of moments) {
    const { fact } = moment;
    if (fact.type === 'handover.accepted') end('accepted', fact.at);
    else if (fact.type === 'handover.declined') end('declined', fact.at, fact.data.reason);
    else if (fact.type === 'incident.commander-set' || fact.type === 'incident.resolved') end('dropped', fact.at);
    else if (fact.type === 'handover.offered') {
      end('dropped', fact.at);
      const { to, brief } = fact.data;
      const own = moment.before !== null && brief === briefOf(moment.before) ? null : brief;
      const offered = deed(moment, null);
      stories.push({ to, offered, brief: own, outcome: 'open', endedAt: null, reason: null });
    }
  }
  return stories;
}

function deed({ fact, before, run }: Moment, reason: string | null): Deed {
  const { at, actor } = fact;
  return { at, by: actor.kind === 'person' ? actor.user : 'gonogo', reason, before: before ?? run };
}
