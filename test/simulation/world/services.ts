import { SECOND } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { Annotations, StatusPage, Tickets } from '#src/ports/services.ts';
import type { Subscribers } from '#src/ports/subscribers.ts';
import type { World } from './world.ts';

/** The bot waits so long for a service. */
const TIMEOUT_MS = 10 * SECOND;
/** A service never does later than this what it was asked; the settle time has to be longer. */
const LATEST_MS = 25 * SECOND;

/** What the services outside keep, each with the id of the effect it came with. Nothing here leaves. */
export class Outside {
  readonly marks: string[] = [];
  readonly tickets: { readonly id: string; readonly url: string }[] = [];
  readonly notices: { readonly id: string; readonly run: string; readonly status: string }[] = [];
  /** Every event as it arrived, copies too, by the address it went to. */
  readonly deliveries: { readonly url: string; readonly id: string; readonly type: string }[] = [];
}

export function simAnnotations(world: World): Annotations {
  const { marks } = world.outside;
  return {
    add: ({ id }) => asked(world, () => void marks.push(id)),
    find: id => looked(world, () => marks.includes(id)),
  };
}

export function simTickets(world: World): Tickets {
  const { tickets } = world.outside;
  return {
    open: ({ id }) =>
      asked(world, () => {
        const url = `https://tickets.example/${tickets.length + 1}`;
        tickets.push({ id, url });
        return { url };
      }),
    find: ({ id }) => looked(world, () => tickets.find(one => one.id === id) ?? null),
  };
}

/** It knows a notice it has seen by its id, as the real one does by what its incidents carry. */
export function simStatusPage(world: World): StatusPage {
  const { notices } = world.outside;
  return {
    set: ({ id, run, status }) =>
      asked(world, () => {
        if (!notices.some(one => one.id === id)) notices.push({ id, run, status });
        return { url: 'https://status.example', says: `shown as ${status}` };
      }),
  };
}

export function simSubscribers(world: World): Subscribers {
  return {
    deliver: ({ url, event }) =>
      asked(
        world,
        () => void world.outside.deliveries.push({ url, id: event.id, type: event.type }),
        cause => new GonogoError('subscriber.failed', cause, { retryable: true }),
      ),
  };
}

type Failure = (cause: string) => GonogoError;

/** A call that does something: it may be refused, lost, done late, or done without anybody hearing of it. */
async function asked<T>(world: World, does: () => T, lost: Failure = unknown): Promise<T> {
  const { time, random } = world;
  await time.sleep(random.between(5, 300));
  if (world.strikes('refused'))
    throw new GonogoError('service.failed', 'the service answered 503', { retryable: true });
  if (world.strikes('requestLost')) return never(world, lost);
  if (world.strikes('doneLate')) {
    time.after(random.between(TIMEOUT_MS, LATEST_MS), does);
    return never(world, lost);
  }
  const done = does();
  if (world.strikes('replyLost')) return never(world, lost);
  await time.sleep(random.between(5, 300));
  return done;
}

async function looked<T>(world: World, finds: () => T): Promise<T> {
  await world.time.sleep(world.random.between(5, 300));
  if (world.strikes('lookFails')) throw new GonogoError('service.failed', 'the look-up failed', { retryable: true });
  return finds();
}

async function never(world: World, lost: Failure): Promise<never> {
  await world.time.sleep(TIMEOUT_MS);
  throw lost('no answer came');
}

function unknown(cause: string): GonogoError {
  return new GonogoError('service.failed', cause, { unknown: true });
}
