import { SECOND } from '#src/base/time.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Change, Store } from '#src/ports/store.ts';
import { nothing, replaced } from '../defects.ts';
import { over } from '../over.ts';
import { type Plant, SOUND } from '../plants.ts';

const plant = (name: string, defect: Partial<Plant>): Plant => ({ ...SOUND, scene: 'hours', name, ...defect });

const LAZY = { pressesPerHour: 0, diligence: 0, phone: 0 };
const QUIET = { crashAfter: null, crashInCall: 0 };

/** Defects of what incidents promise, put into the wiring: each shows as the promise it breaks. */
export const INCIDENT_PLANTS: readonly Plant[] = [
  plant('the next reminder is not armed any more after a restart', {
    shows: /R1/,
    habits: LAZY,
    stress: { crashAfter: 300, awayMs: 60_000 },
    store: store => (store.epoch === 1 ? store : changed(store, change => withoutTimer(change, 'update-due'))),
  }),
  plant('an update does not put the next reminder off', {
    shows: /R1|R2/,
    habits: { pressesPerHour: 20, diligence: 0.8 },
    store: store =>
      changed(store, change => (has(change, 'incident.updated') ? withoutTimer(change, 'update-due') : change)),
  }),
  plant('reminders are not posted, and it is said that they were', {
    shows: /R1/,
    habits: LAZY,
    kinds: kinds =>
      replaced(kinds, 'chat.post', post => ({
        run: task => ('reminder' in task.row.body ? nothing() : post.run(task)),
      })),
  }),
  plant('a reminder that Slack kept back is said although others followed', {
    shows: /R2/,
    habits: LAZY,
    stress: { outage: true, ...QUIET },
    kinds: kinds =>
      replaced(kinds, 'chat.post', post => ({
        run: task => post.run({ ...task, state: asIfShown(task) }),
      })),
  }),
  plant('a page waits behind the chatter', {
    shows: /R3/,
    store: store =>
      changed(store, change => ({
        ...change,
        effects: change.effects.map(one =>
          one.kind === 'pager.trigger' ? { ...one, dueAt: one.dueAt + 2 * SECOND } : one,
        ),
      })),
  }),
  plant('the former page is not ended when somebody is paged again', {
    shows: /R4/,
    habits: LAZY,
    kinds: kinds => replaced(kinds, 'pager.resolve', () => ({ run: nothing })),
  }),
  plant('what the provider took is called acknowledged', {
    shows: /R5/,
    kinds: kinds =>
      replaced(kinds, 'pager.trigger', trigger => ({
        run: async task => {
          const finish = await trigger.run(task);
          if (finish.end !== 'done' || finish.command?.type !== 'page-accepted') return finish;
          const said = {
            state: 'acknowledged',
            by: null,
            at: null,
            url: null,
            assigned: [],
            via: 'read-back',
          } as const;
          return { ...finish, command: { ...finish.command, type: 'page-standing', ...said } };
        },
      })),
  }),
  plant('a page that was never sent is called accepted', {
    shows: /R5/,
    kinds: kinds =>
      replaced(kinds, 'pager.trigger', trigger => ({
        run: async task => {
          const page = String(task.row.body['page']);
          const accepted = { type: 'page-accepted', actor: { kind: 'bot' }, page, says: 'Event processed' } as const;
          return trigger.run(task).catch(() => ({ end: 'done', command: accepted }) as const);
        },
      })),
  }),
  plant('nobody watches whether a page is accepted or acknowledged', {
    shows: /R6/,
    habits: LAZY,
    store: store => changed(store, change => withoutTimer(withoutTimer(change, 'page-late'), 'page-unacked')),
  }),
  plant('the direct messages of the second way are not sent', {
    shows: /R6/,
    habits: LAZY,
    kinds: kinds =>
      replaced(kinds, 'chat.direct', direct => ({
        run: task => (task.row.body['about'] === 'page-fallback' ? nothing() : direct.run(task)),
      })),
  }),
  plant('a page that failed is asked for again blindly after it was ended', {
    shows: /R4/,
    habits: LAZY,
    stress: { pagerReplyLost: 0.6, pagerOutage: true },
    kinds: kinds =>
      replaced(kinds, 'pager.resolve', resolve => ({
        run: async task => {
          const finish = await resolve.run(task);
          const page = task.run.kind === 'incident' ? task.run.pages[String(task.row.body['page'])] : undefined;
          if (page) await kinds['pager.trigger']?.run({ ...task, run: asIfRequested(task, page.id) });
          return finish;
        },
      })),
  }),
  plant('the end of a page is given up when the provider does not answer', {
    shows: /R4/,
    stress: { pagerDown: 0.6 },
    kinds: kinds => replaced(kinds, 'pager.resolve', resolve => ({ run: task => resolve.run(task).catch(nothing) })),
  }),
  plant('a second delivery of a press counts again', {
    shows: /I1 .*twice|answered differently/,
    habits: { pressesPerHour: 20 },
    stress: { doubleClick: 1 },
    store: store =>
      over(store, {
        append: ({ request: _request, ...change }) => store.append(change),
        readRequest: async () => null,
      }),
  }),
  plant('releases are not told that an incident holds them', {
    shows: /R8/,
    scene: 'grades',
    kinds: kinds => replaced(kinds, 'releases.tell', () => ({ run: nothing })),
  }),
  plant('a release that begins does not ask what holds it', {
    shows: /R8/,
    scene: 'grades',
    store: store =>
      over(store, {
        runs: async filter => (filter.kind === 'incident' ? [] : store.runs(filter)),
      }),
  }),
  plant('a clock that is set back keeps what waits waiting', {
    shows: /R1|R6|R9/,
    habits: LAZY,
    stress: { clockBack: 0.2, rateLimited: 0.7, pagerDown: 0.5, ...QUIET },
    store: store =>
      over(store, {
        hasten: async (byMs, at) => ({ number: 1, byMs, at, told: false }),
        lastAt: async () => null,
      }),
  }),
];

function changed(store: Store, change: (change: Change) => Change): Store {
  return over(store, { append: one => store.append(change(one)) });
}

function has(change: Change, type: string): boolean {
  return change.events.some(event => event.type === type);
}

function withoutTimer(change: Change, name: string): Change {
  const timers = Object.entries(change.timers).filter(([one]) => one.split(':')[0] !== name);
  return { ...change, timers: Object.fromEntries(timers) };
}

type Task = Parameters<EffectKind['run']>[0];

function asIfShown({ run, row }: Task): Task['run'] {
  const { reminder } = row.body;
  if (run.kind !== 'incident' || typeof reminder !== 'number') return run;
  return { ...run, cadence: { ...run.cadence, shown: reminder } };
}

function asIfRequested({ run }: Task, id: string): Task['run'] {
  const page = run.kind === 'incident' ? run.pages[id] : undefined;
  if (run.kind !== 'incident' || !page) return run;
  return { ...run, pages: { ...run.pages, [id]: { ...page, state: 'requested' } } };
}
