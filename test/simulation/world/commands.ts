import { MINUTE } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { CommandEnd, Commands } from '#src/ports/commands.ts';
import type { SimCommand, World } from './world.ts';

const LOOK_EVERY_MS = 700;

/** Commands with their keepers: the first start of an id makes its directory, every other does nothing. */
export function simCommands(world: World): Commands {
  const { time, random, commands } = world;
  return {
    find: async name => `/bin/${name}`,
    async start({ id, argv }) {
      if (commands.has(id)) return;
      if (world.strikes('refused')) throw new GonogoError('command.failed', 'no keeper could be started');
      commands.set(id, {
        id,
        argv,
        startedAt: time.now,
        endsAt: time.now + random.between(200, random.chance(0.1) ? 8 * MINUTE : 30_000),
        code: world.strikes('commandFails') ? 1 : 0,
        stopped: false,
        interrupted: false,
      });
      await time.sleep(random.between(5, 60));
    },
    async look(id) {
      const command = commands.get(id);
      if (!command) return { state: 'absent' };
      return isOver(command, time.now)
        ? { state: 'ended', end: endOf(world, command) }
        : { state: 'running', tail: `running ${command.argv.join(' ')}` };
    },
    async follow(id, onOutput) {
      const command = commands.get(id);
      if (!command) throw new GonogoError('command.failed', `nothing is known of ${id}`);
      if (random.chance(0.5)) onOutput(`line of ${id}`);
      while (!isOver(command, time.now)) {
        // Near the end exactly, else now and then: a stop may bring the end forward.
        await time.sleep(Math.min(Math.max(1, command.endsAt - time.now), LOOK_EVERY_MS * 20));
      }
      return endOf(world, command);
    },
    async capture() {
      throw new GonogoError('command.failed', 'nothing here is read by a command');
    },
    prune: async () => 0,
    async stop(id) {
      const command = commands.get(id);
      if (!command || isOver(command, time.now)) return;
      command.stopped = true;
      command.endsAt = Math.min(command.endsAt, time.now + random.between(100, 10_000));
    },
  };
}

/** The machine was restarted with the bot, say: some keepers die with it. */
export function interruptSome(world: World): void {
  for (const command of world.commands.values()) {
    if (!isOver(command, world.time.now) && world.strikes('commandInterrupted')) command.interrupted = true;
  }
}

function isOver(command: SimCommand, now: number): boolean {
  return command.interrupted || command.endsAt <= now;
}

function endOf(world: World, command: SimCommand): CommandEnd {
  if (command.interrupted) return { how: 'interrupted', tail: 'and then nothing' };
  const { startedAt, endsAt, stopped, code } = command;
  const back = world.now() - world.time.now;
  return {
    how: 'exited',
    code: stopped ? null : code,
    signal: stopped ? 'SIGTERM' : null,
    stopped,
    startedAt: startedAt + back,
    endedAt: endsAt + back,
    stdout: 'ok\n',
    tail: 'ok',
  };
}
