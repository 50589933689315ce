import type { JsonObject } from '#src/base/json.ts';
import type { Changes } from './changes.ts';
import type { FakeClock } from './options.ts';

/** What a person has entered: block id, then action id, then the element's value as Slack writes it. */
export type ViewValues = { readonly [blockId: string]: { readonly [actionId: string]: JsonObject } };

/** A modal on one person's screen, or their App Home. Replaced, never changed in place. */
export type View = {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  /** What the bot sent, with the block and action ids Slack fills in. */
  readonly content: JsonObject;
  readonly hash: string;
  readonly root: string;
  readonly previous: string | undefined;
  readonly values: ViewValues;
  /** What `response_action: errors` said, by block id. */
  readonly errors: { readonly [blockId: string]: string };
  /** What Slack itself shows above the form when a submission failed. */
  readonly trouble: string | undefined;
  /** The bot's own name for the view; empty when it gave none. */
  readonly external_id: string;
};

export const MODAL_STACK_MAX = 3;

export type Views = ReturnType<typeof createViews>;

/** Open modals by person (a stack of at most three) and the published home tabs. */
export function createViews(parts: { changes: Changes; newId: (kind: string) => string; clock: FakeClock }) {
  const { changes, newId, clock } = parts;
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  const newHash = () => `${Math.floor(clock.now() / 1_000)}.${newId('')}`;
  const all = () => [...[...stacks.values()].flat(), ...homes.values()];

  function put(view: View) {
    if (view.type === 'home') homes.set(view.user, view);
    else {
      const stack = stacks.get(view.user) ?? [];
      const known = stack.some(one => one.id === view.id);
      stacks.set(view.user, known ? stack.map(one => (one.id === view.id ? view : one)) : [...stack, view]);
    }
  }

  function add(user: string, content: JsonObject, below: View | undefined, values: ViewValues): View {
    const id = newId('V');
    const type = content['type'] === 'home' ? 'home' : 'modal';
    const external_id = typeof content['external_id'] === 'string' ? content['external_id'] : '';
    const fresh = { errors: {}, trouble: undefined, hash: newHash(), external_id };
    const view: View = { id, user, type, content, values, root: below?.root ?? id, previous: below?.id, ...fresh };
    put(view);
    return view;
  }

  return {
    all,
    /** The person's open modals, the visible one last. */
    stack: (user: string): readonly View[] => stacks.get(user) ?? [],
    top: (user: string) => stacks.get(user)?.at(-1),
    home: (user: string) => homes.get(user),
    get: (id: string) => all().find(view => view.id === id),
    external: (id: string) => all().find(view => view.external_id === id && id !== ''),
    /** Opens a modal: a new one closes whatever was open, a pushed one lies on top. */
    open(user: string, content: JsonObject, values: ViewValues, pushed: boolean): View {
      if (!pushed) stacks.delete(user);
      const view = add(user, content, pushed ? stacks.get(user)?.at(-1) : undefined, values);
      changes.publish('view.opened', { user, id: view.id });
      return view;
    },
    publish(user: string, content: JsonObject, values: ViewValues): View {
      const former = homes.get(user);
      const view = former ? { ...former, content, values, hash: newHash() } : add(user, content, undefined, values);
      put(view);
      changes.publish('home.published', { user, id: view.id });
      return view;
    },
    /** New content: a new hash, and errors of the former content are gone. */
    update(view: View, content: JsonObject, values: ViewValues): View {
      const external = typeof content['external_id'] === 'string' ? { external_id: content['external_id'] } : {};
      const next = { ...view, content, values, hash: newHash(), errors: {}, trouble: undefined, ...external };
      put(next);
      changes.publish('view.updated', { user: view.user, id: view.id });
      return next;
    },
    /** What the person typed or what the form now says about it: same content, same hash. */
    note(view: View, fields: Partial<Pick<View, 'values' | 'errors' | 'trouble'>>): View {
      const next = { ...view, ...fields };
      put(next);
      changes.publish('view.updated', { user: view.user, id: view.id });
      return next;
    },
    /** Takes this modal and what lies on it off the screen, or all of them. */
    close(view: View, everything: boolean) {
      const stack = stacks.get(view.user) ?? [];
      const at = stack.findIndex(one => one.id === view.id);
      stacks.set(view.user, everything || at < 0 ? [] : stack.slice(0, at));
      changes.publish('view.closed', { user: view.user, id: view.id });
    },
  };
}
