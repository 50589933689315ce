import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';

/** Something somebody did, when, and why. */
export type Deed = { readonly at: Instant; readonly by: string; readonly reason: string | null };

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

export function actionsOf(facts: readonly Fact[]): readonly ActionStory[] {
  const actions = new Map<string, ActionStory>();
  const put = (id: string, change: Partial<ActionStory>) => {
    const action = actions.get(id);
    if (action) actions.set(id, { ...action, ...change });
  };
  for (const fact of facts) {
    switch (fact.type) {
      case 'action.taken': {
        const { id, title, suspect, reason } = fact.data;
        const taken = deed(fact, reason);
        actions.set(id, { id, title, suspect, taken, done: null, undoing: null, undoneAt: null, lasting: null });
        break;
      }
      case 'action.done':
        put(fact.data.id, { done: { at: fact.at, says: fact.data.says } });
        break;
      case 'action.undoing':
        put(fact.data.id, { undoing: deed(fact, fact.data.reason) });
        break;
      case 'action.undone':
        put(fact.data.id, { undoneAt: fact.at });
        break;
      case 'action.accepted-as-lasting':
        put(fact.data.id, { lasting: deed(fact, fact.data.reason) });
        break;
    }
  }
  return [...actions.values()];
}

/** An offer of command and what came of it. `dropped`: somebody took command meanwhile. */
export type HandoverStory = {
  readonly to: string;
  readonly offered: Deed;
  readonly outcome: 'accepted' | 'declined' | 'dropped' | 'open';
  readonly endedAt: Instant | null;
  /** Why it was declined. */
  readonly reason: string | null;
};

export function handoversOf(facts: readonly Fact[]): readonly HandoverStory[] {
  const stories: HandoverStory[] = [];
  const end = (outcome: HandoverStory['outcome'], at: Instant, reason: string | null = null) => {
    const last = stories.at(-1);
    if (last?.outcome === 'open') stories.splice(-1, 1, { ...last, outcome, endedAt: at, reason });
  };
  for (const fact of facts) {
    if (fact.type === 'handover.accepted') end('accepted', fact.at);
    else if (fact.type === 'handover.declined') end('declined', fact.at, fact.data.reason);
    else if (fact.type === 'incident.commander-set' || fact.type === 'incident.resolved') end('dropped', fact.at);
    else if (fact.type === 'handover.offered') {
      end('dropped', fact.at);
      stories.push({ to: fact.data.to, offered: deed(fact, null), outcome: 'open', endedAt: null, reason: null });
    }
  }
  return stories;
}

function deed({ at, actor }: Fact, reason: string | null): Deed {
  return { at, by: actor.kind === 'person' ? actor.user : 'gonogo', reason };
}
