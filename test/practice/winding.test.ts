import { beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { createWinding, type Winding } from '#src/practice/winding.ts';

const START = Date.parse('2026-11-24T19:00:00Z');

/** A bot that is due at fixed instants, on a clock that stands still unless it is wound. */
type World = {
  now: number;
  due: number[];
  /** What is worth winding to, when it is not what is due first. */
  moment: number | null;
  /** When a phone would ring, or a webhook is sent again. */
  vendorDue: number | null;
  /** A command runs and does not end. */
  busy: boolean;
  /** Each round does one row and leaves the others, as a run does that asks for the next at once. */
  oneByOne: boolean;
  done: number[];
  passed: [number, number][];
  /** The row with which it asks somebody. */
  asksAt: number | null;
  question: string | null;
};

let world: World;
let winding: Winding;

beforeEach(() => {
  world = {
    now: START,
    moment: null,
    vendorDue: null,
    busy: false,
    oneByOne: false,
    due: [],
    done: [],
    passed: [],
    asksAt: null,
    question: null,
  };
  winding = createWinding({
    clock: {
      now: () => world.now,
      advanceTo(at) {
        world.now = Math.max(world.now, at);
      },
    },
    standing: () => ({ nextDue: world.due[0] ?? null, nextMoment: world.moment ?? world.due[0] ?? null }),
    async settle() {
      while ((world.due[0] ?? Number.POSITIVE_INFINITY) <= world.now) {
        world.done.push(world.due.shift() ?? 0);
        if (world.oneByOne) break;
      }
      if (world.asksAt === world.now) world.question = 'Stopped: gonogo asks Rosa Keller.';
      return world.busy ? 'busy' : 'idle';
    },
    async pass(from, to) {
      world.passed.push([from - START, to - START]);
    },
    asked() {
      const asked = world.question;
      world.question = null;
      return asked;
    },
    vendors: {
      nextDue: () => world.vendorDue,
      async deliverDue() {
        if (world.vendorDue !== null && world.vendorDue <= world.now) world.vendorDue = null;
      },
    },
  });
});

const sweeps = (count: number) => Array.from({ length: count }, (_, nth) => START + (nth + 1) * 15 * SECOND);

test('ten minutes go from due row to due row, and each row finds the requests of the time before it', async () => {
  world.due = sweeps(100);
  await winding.wind(10);
  expect(world.done).toEqual(sweeps(40));
  expect(world.passed).toEqual(sweeps(40).map(at => [at - START - 15 * SECOND, at - START]));
  expect(world.now).toBe(START + 10 * MINUTE);
});

test('a day of watching is wound in one go, for its readings are no runaway', async () => {
  world.due = sweeps(6_000);
  await winding.wind(24 * 60);
  expect(world.done).toHaveLength(5_760);
  expect(winding.state().stopped).toBe(null);
});

test('a bot that is due again and again at one moment is left alone, and the page says so', async () => {
  world.due = Array.from({ length: 10_000 }, () => START);
  world.oneByOne = true;
  await winding.wind(10);
  expect(world.done.length).toBeLessThan(1_000);
  expect(winding.state().stopped).toBe('Stopped: the bot is due again and again.');
});

test('what a vendor is due to do is a step of its own, between the rows of the bot', async () => {
  world.due = [START + MINUTE];
  world.vendorDue = START + 20 * SECOND;
  await winding.wind(2);
  expect(world.passed.map(([, to]) => to)).toEqual([20 * SECOND, MINUTE, 2 * MINUTE]);
  expect(world.vendorDue).toBe(null);
});

test('to the next timer goes exactly there', async () => {
  world.due = [START + 42 * SECOND, START + 50 * SECOND];
  await winding.wind('next');
  expect(world.now).toBe(START + 42 * SECOND);
  expect(world.done).toEqual([START + 42 * SECOND]);
});

test('to the next timer goes past the readings on the way, and past none of them', async () => {
  world.due = sweeps(100);
  world.moment = START + 2 * MINUTE;
  await winding.wind('next');
  expect(world.done).toEqual(sweeps(8));
  expect(world.now).toBe(START + 2 * MINUTE);
});

test('what is in hand ends before time goes on, so that a wound clock is no time-out', async () => {
  world.busy = true;
  await winding.wind(10);
  expect(world.now).toBe(START);
  expect(winding.state().stopped).toBe('Stopped: a command is still running.');
});

test('winding stops where the bot asks a person, and says so', async () => {
  world.due = sweeps(100);
  world.asksAt = START + MINUTE;
  await winding.wind(10);
  expect(world.now).toBe(START + MINUTE);
  expect(winding.state()).toEqual({ winding: false, stopped: 'Stopped: gonogo asks Rosa Keller.' });
});

test('a question from before the winding does not stop it', async () => {
  world.question = 'old';
  await winding.wind(1);
  expect(world.now).toBe(START + MINUTE);
});

test('when nothing is due, to the next timer stays here and says why', async () => {
  await winding.wind('next');
  expect(world.now).toBe(START);
  expect(winding.state().stopped).toBe('Nothing is due; a person is next.');
});

test('real time reaches the demo service once, however often it is asked', async () => {
  world.now = START + SECOND;
  await Promise.all([winding.flow(), winding.flow()]);
  expect(world.passed).toEqual([[0, SECOND]]);
});
