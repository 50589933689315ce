import { resolve } from 'node:path';
import type { JsonObject } from '#src/base/json.ts';
import type { FoundFact } from '#src/domain/events.ts';
import { envFact, judgeEnv } from '#src/domain/measure/required-env.ts';
import type { RequiredEnv } from '#src/domain/runbook/model/product.ts';
import { GonogoError } from '#src/errors.ts';
import type { Commands } from '#src/ports/commands.ts';
import { commandEnv, type Environment } from './command-env.ts';

/** Judges the variables of one environment. Their values live in this function and nowhere else. */
export async function checkEnv(commands: Commands, environment: Environment, asked: JsonObject): Promise<FoundFact> {
  const name = String(asked['environment']);
  const unknown = (says: string): FoundFact => ({ fact: envFact(name), outcome: 'unknown', says });
  const argv = asked['argv'] as readonly string[];
  const said = `\`${argv.join(' ')}\``;
  const { executable } = asked;
  if (typeof executable !== 'string')
    return unknown(`"${argv[0]}" was not found on the PATH of commands when the run started`);
  const order = {
    argv: [executable, ...argv.slice(1)],
    cwd: resolve(String(asked['cwd'])),
    env: commandEnv(asked, environment),
  };
  try {
    const end = await commands.capture(order);
    if (end.how === 'too-slow') return unknown(`${said} did not end in time and was killed`);
    if (end.how === 'too-much') return unknown(`${said} printed more than variables take and was killed`);
    if (end.code !== 0) {
      const how = end.code === null ? `was ended by ${end.signal ?? 'a signal'}` : `ended with ${end.code}`;
      return unknown(`${said} ${how}. What it printed is not kept; run it by hand to see it`);
    }
    return judgeEnv(name, asked as unknown as RequiredEnv, end.stdout);
  } catch (cause) {
    if (!(cause instanceof GonogoError) || cause.code === 'command.left') throw cause;
    return unknown(cause.message);
  }
}
