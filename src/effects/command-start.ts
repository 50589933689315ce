import { resolve } from 'node:path';
import type { Json } from '#src/base/json.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { RunVerb } from '#src/domain/runbook/model/step.ts';
import { GonogoError } from '#src/errors.ts';
import type { CommandEnd, Commands } from '#src/ports/commands.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { ended, isWanted, refOf, unwanted } from './action.ts';
import { commandEnv, type Environment } from './command-env.ts';

/**
 * Starts a command at most once and stays until it ends. After a crash its run directory tells: never started, ended so,
 * still going on, or interrupted, which only a person can judge.
 */
export function commandStart(commands: Commands, environment: Environment): EffectKind {
  return {
    repeat: 'never',
    settleMs: 0,
    attemptsMax: 1,
    async run(task) {
      const { body, id } = task.row;
      if (!isWanted(task)) return unwanted(task);
      if (typeof body['problem'] === 'string') return ended(refOf(task), 'failed', { says: body['problem'] });
      const argv = body['argv'] as readonly string[];
      const { executable } = body;
      if (typeof executable !== 'string')
        return ended(refOf(task), 'failed', {
          says: `"${argv[0]}" was not found on the PATH of commands when the run started`,
        });
      await commands.start({
        id,
        argv: [executable, ...argv.slice(1)],
        cwd: resolve(String(body['cwd'])),
        env: { ...commandEnv(body, environment), RUNBOOK_EFFECT_ID: id },
      });
      return follow(task, commands);
    },
    async lookUp(task) {
      const found = await commands.look(task.row.id);
      return found.state === 'absent' ? 'absent' : follow(task, commands);
    },
  };
}

async function follow(task: Task, commands: Commands): Promise<Finish> {
  const ref = refOf(task);
  try {
    const end = await commands.follow(task.row.id, tail => {
      const command: WorldCommand = { actor: BOT, type: 'command-output', ref, tail };
      void task.tell(command);
    });
    return judge(task, end);
  } catch (cause) {
    if (cause instanceof GonogoError && cause.code === 'command.left') throw cause;
    // It began, and may be going on at this moment.
    const why = cause instanceof Error ? cause.message : String(cause);
    return ended(ref, 'interrupted', { says: `${sayCommand(task)}: what became of it could not be read (${why})` });
  }
}

function judge(task: Task, end: CommandEnd): Finish {
  const ref = refOf(task);
  const said = sayCommand(task);
  if (end.how === 'interrupted') {
    return ended(ref, 'interrupted', {
      says: `${said} was interrupted: nobody knows how far it came`,
      output: end.tail,
    });
  }
  const took = sayDuration(end.endedAt - end.startedAt);
  const how = end.code === null ? `was ended by ${end.signal ?? 'a signal'}` : `ended with ${end.code}`;
  const { exit, output } = task.row.body['expect'] as unknown as RunVerb['expect'];
  if (end.stopped)
    return ended(ref, 'failed', { says: `${said} was stopped after ${took} (${how})`, output: end.tail });
  if (end.code !== exit)
    return ended(ref, 'failed', { says: `${said} ${how} after ${took}, ${exit} was expected`, output: end.tail });
  const wrong = misprinted(output, end);
  if (wrong !== null)
    return ended(ref, 'failed', { says: `${said} ended with ${exit}, but ${wrong}`, output: end.tail });
  const outputs = outputsOf(task, end.stdout.trim());
  if (typeof outputs === 'string') return ended(ref, 'failed', { says: outputs, output: end.tail });
  return ended(ref, 'done', {
    says: `${isOneOfMany(task) ? `${said} ` : ''}${exit === 0 ? 'succeeded' : how} after ${took}`,
    output: end.tail,
    outputs,
  });
}

/** Its title says what was done, unless the step does the same for each of a list. */
function isOneOfMany(task: Task): boolean {
  return (findStep(task.run, refOf(task).step)?.each ?? null) !== null;
}

/** What is wrong with what was printed; null: nothing. */
function misprinted(
  wanted: RunVerb['expect']['output'],
  { stdout, tail }: CommandEnd & { how: 'exited' },
): string | null {
  if (wanted === null) return null;
  const printed = `${stdout}\n${tail}`;
  if (wanted === '') return printed.trim() === '' ? null : 'nothing should have been printed';
  const missing = [wanted].flat().filter(one => !printed.includes(one));
  return missing.length === 0 ? null : `its output lacks ${missing.map(one => `"${one}"`).join(' and ')}`;
}

/** The named outputs, or a sentence about the one whose table does not know what was printed. */
function outputsOf(task: Task, stdout: string): { readonly [name: string]: Json } | string {
  const wanted = task.row.body['outputs'] as {
    readonly [name: string]: 'stdout' | { readonly [from: string]: string };
  };
  const outputs: { [name: string]: Json } = {};
  for (const [name, how] of Object.entries(wanted)) {
    const value = how === 'stdout' ? stdout : Object.hasOwn(how, stdout) ? how[stdout] : undefined;
    if (value === undefined)
      return `${sayCommand(task)} printed "${stdout.slice(0, 80)}", which the table of output "${name}" does not know`;
    outputs[name] = value;
  }
  return outputs;
}

function sayCommand(task: Task): string {
  const argv = (task.row.body['argv'] ?? []) as readonly string[];
  return `\`${argv.join(' ')}\``;
}
