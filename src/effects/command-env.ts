import type { JsonObject } from '#src/base/json.ts';

export type Environment = { readonly [name: string]: string };

/** What every command may see, beside its executable's own list. */
const ALWAYS = ['PATH', 'HOME', 'LANG'];

/** The whole environment of a command: its own values, and of the bot's what its executable may see. */
export function commandEnv({ allow = [], env = {} }: JsonObject, environment: Environment): Environment {
  const names = [...ALWAYS, ...(allow as readonly string[])];
  const seen = names.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]] as const]));
  return { ...Object.fromEntries(seen), ...(env as Environment) };
}
