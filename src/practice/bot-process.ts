import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { FromBot, Standing, ToBot } from './bot-messages.ts';
import type { Clock } from './clock.ts';
import type { BotState } from './protocol.ts';

export type BotProcess = {
  state(): BotState;
  /** As it last told; nothing while it is down. */
  standing(): Pick<Standing, 'nextDue' | 'nextMoment'>;
  /** Starts it, unless it runs. */
  start(): void;
  /** `kill -9`: no goodbye, no draining. */
  kill(): void;
  /** Tells it the time, has it do what is due, and answers when it is idle, dead, or `SETTLE_MS` have passed. */
  settle(): Promise<'idle' | 'busy' | 'down'>;
} & AsyncDisposable;

export type BotProcessOptions = {
  readonly clock: Clock;
  /** The module that composes the bot. */
  readonly entry: string;
  readonly env: { readonly [name: string]: string };
  readonly onChange: () => void;
  /** Where the bot's own words go; it says them in lines. */
  readonly onOutput: (text: string) => void;
};

/** A deploy takes seconds; whatever takes longer goes on while the clock stands in real time. */
const SETTLE_MS = 30_000;
const AGAIN_MS = 25;
const PULSE_MS = 1_000;
const STOP_MS = 5_000;
const NOTHING_DUE = { nextDue: null, nextMoment: null };

/** The bot as a process of its own, so that it can really be killed. */
export function createBotProcess({ clock, entry, env, onChange, onOutput }: BotProcessOptions): BotProcess {
  let child: ChildProcess | undefined;
  let state: BotState['state'] = 'down';
  let starts = 0;
  let standing: Pick<Standing, 'nextDue' | 'nextMoment'> = NOTHING_DUE;
  const answered = new Set<(message: FromBot | 'gone') => void>();

  function tell(message: ToBot): void {
    // A child that dies meanwhile is noticed by its close.
    if (child?.connected) child.send(message, () => {});
  }

  function start(): void {
    if (child) return;
    starts += 1;
    state = 'starting';
    const mine = fork(entry, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child = mine;
    mine.stdout?.on('data', part => onOutput(String(part)));
    mine.stderr?.on('data', part => onOutput(String(part)));
    mine.on('message', message => heard(message as FromBot));
    mine.on('error', error => onOutput(`${error.message}\n`));
    mine.on('close', () => {
      child = undefined;
      state = 'down';
      standing = NOTHING_DUE;
      for (const one of answered) one('gone');
      onChange();
    });
    tell({ type: 'clock', now: clock.now() });
    onChange();
  }

  function heard(message: FromBot): void {
    if (message.type === 'ready') state = 'up';
    else standing = message;
    for (const one of answered) one(message);
    if (message.type === 'ready') onChange();
  }

  /** Undefined when it did not answer in time. */
  function tick(withinMs: number): Promise<FromBot | 'gone' | undefined> {
    if (!child) return Promise.resolve('gone');
    return new Promise(resolve => {
      const end = (message: FromBot | 'gone' | undefined) => {
        clearTimeout(timer);
        answered.delete(listener);
        resolve(message);
      };
      const listener = (message: FromBot | 'gone') => {
        if (message === 'gone' || message.type === 'ticked') end(message);
      };
      const timer = setTimeout(() => end(undefined), withinMs);
      answered.add(listener);
      tell({ type: 'clock', now: clock.now() });
      tell({ type: 'tick' });
    });
  }

  async function settle(): Promise<'idle' | 'busy' | 'down'> {
    const deadline = performance.now() + SETTLE_MS;
    for (let left = SETTLE_MS; left > 0; left = deadline - performance.now()) {
      const answer = await tick(left);
      if (answer === 'gone') return 'down';
      if (answer?.type === 'ticked' && answer.idle) return 'idle';
      await pause(AGAIN_MS);
    }
    return 'busy';
  }

  const pulse = setInterval(() => {
    if (state === 'up' && answered.size === 0) void tick(SETTLE_MS);
  }, PULSE_MS);

  return {
    state: () => ({ state, pid: child?.pid ?? null, starts }),
    standing: () => standing,
    start,
    kill: () => void child?.kill('SIGKILL'),
    settle,
    async [Symbol.asyncDispose]() {
      clearInterval(pulse);
      const mine = child;
      if (!mine) return;
      const closed = new Promise(resolve => mine.once('close', resolve));
      mine.kill('SIGTERM');
      const hard = setTimeout(() => mine.kill('SIGKILL'), STOP_MS);
      await closed;
      clearTimeout(hard);
    },
  };
}
