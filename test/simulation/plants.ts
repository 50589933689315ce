import type { Engine } from '#src/engine/engine.ts';
import type { EffectKinds } from '#src/ports/effect-kind.ts';
import type { Store } from '#src/ports/store.ts';
import type { Faults } from './faults.ts';
import type { Habits } from './incidents/faults.ts';
import { over } from './over.ts';

/** A defect put into the wiring, never into the product: what the simulation must find. */
export type Plant = {
  readonly name: string;
  store(store: Store): Store;
  kinds(kinds: EffectKinds): EffectKinds;
  /** What the commands of people come to. */
  engine(engine: Engine): Engine;
  readonly settleChatMs?: number;
  /** What the simulation must say about it. */
  readonly shows: RegExp;
  /** The release and the faults that bring it out soonest; default: any, as the seed says. A test has little time. */
  readonly scene?: string;
  readonly stress?: Partial<Faults>;
  /** The first seed that is played; what is rare needs many from 1 on. Default: 1. */
  readonly from?: number;
  /** How people are in it; default: as the seed says. */
  readonly habits?: Partial<Habits>;
};

export const SOUND: Plant = {
  name: 'nothing is planted',
  shows: /^$/,
  store: store => store,
  kinds: kinds => kinds,
  engine: engine => engine,
};

const plant = (name: string, defect: Partial<Plant>): Plant => ({ ...SOUND, name, ...defect });

export const PLANTS: readonly Plant[] = [
  plant('posts whose outcome is unknown are repeated without a look', {
    shows: /I7 chat.post/,
    kinds: kinds => withoutLookUp(kinds, 'chat.post'),
  }),
  plant('a call whose outcome is unknown is taken for one that was never made', {
    shows: /I6 POST/,
    scene: 'canary',
    stress: { replyLost: 0.6, serviceBad: 0, pressesPerMinute: 8, crashInCall: 0.1 },
    kinds: kinds => findsNothing(kinds, 'http.call'),
  }),
  plant('the settle time is nothing, and Slack is late', { shows: /I7 chat/, settleChatMs: 0 }),
  plant('a joined message that is found again does not say what was joined', {
    shows: /I7 chat.post/,
    stress: { replyLost: 0.5 },
    kinds: kinds => forgetsJoined(kinds),
  }),
  plant('events and effects are written in two transactions', {
    shows: /nobody is asked|I8|I6|I7/,
    stress: { crashAfter: 50 },
    store: writesTwice,
  }),
  plant('a claim is not on disk before the call', {
    shows: /I7|I6/,
    store: store =>
      over(store, {
        recoverEffects: plan => store.recoverEffects(row => ({ state: 'due', dueAt: plan(row).dueAt })),
      }),
  }),
  plant('a timer is fired without taking it away', {
    shows: /fired twice|exists already/,
    store: store => over(store, { append: ({ fires, ...change }) => store.append(change) }),
  }),
  plant('a person is answered before the commit', { shows: /I1/, store: answersEarly }),
  plant('a second delivery of a request is not recognised', {
    shows: /answered differently/,
    store: store => over(store, { append: ({ request, ...change }) => store.append(change) }),
  }),
];

function withoutLookUp(kinds: EffectKinds, name: string): EffectKinds {
  const { lookUp, ...blind } = kinds[name] ?? {};
  return { ...kinds, [name]: blind as EffectKinds[string] };
}

function findsNothing(kinds: EffectKinds, name: string): EffectKinds {
  return { ...kinds, [name]: { ...(kinds[name] as EffectKinds[string]), lookUp: async () => 'absent' } };
}

function forgetsJoined(kinds: EffectKinds): EffectKinds {
  const post = kinds['chat.post'] as EffectKinds[string];
  return {
    ...kinds,
    'chat.post': {
      ...post,
      async lookUp(task) {
        const found = await post.lookUp?.(task);
        return found === undefined || found === 'absent' || found.end !== 'done' ? 'absent' : { ...found, cancel: [] };
      },
    },
  };
}

function writesTwice(store: Store): Store {
  return over(store, {
    async append({ effects, ...change }) {
      const answer = await store.append({ ...change, effects: [] });
      if (answer !== 'appended' || effects.length === 0) return answer;
      const { stream, at, expectedVersion, events } = change;
      const version = expectedVersion + events.length;
      const rest = { stream, at, effects, events: [], timers: {}, cancel: [], messages: [], blobs: [], run: null };
      // The stream may have moved on meanwhile, which is no reason to forget them.
      for (let tried = version; tried < version + 200; tried += 1)
        if ((await store.append({ ...rest, expectedVersion: tried })) === 'appended') return answer;
      return answer;
    },
  });
}

function answersEarly(store: Store): Store {
  return over(store, {
    async append(change) {
      const answer = store.append(change);
      return change.request ? 'appended' : answer;
    },
  });
}
