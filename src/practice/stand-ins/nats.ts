import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalWork, say } from './local.ts';

type EventSchema = { subject?: string; required?: string[]; properties?: { [name: string]: unknown } };

/** `nats schema validate PREFIX FOLDER`: every schema there reads, belongs to the prefix and knows what it requires. */
export const nats: LocalWork = ([noun, verb, prefix = '', folder = '']) => {
  if (noun !== 'schema' || verb !== 'validate') return say('nats: error: write nats schema validate PREFIX FOLDER', 1);
  const files = readdirSync(folder).filter(file => file.endsWith('.json'));
  const problems = files.flatMap(file => problemsIn(join(folder, file), prefix));
  for (const problem of problems) say(problem, 1);
  return problems.length > 0 ? 1 : say(`${files.length} schemas validated against ${prefix}`);
};

function problemsIn(file: string, prefix: string): string[] {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as EventSchema;
  const unknown = (schema.required ?? []).filter(name => !Object.hasOwn(schema.properties ?? {}, name));
  const stray = schema.subject?.startsWith(`${prefix}.`)
    ? []
    : [`${file}: subject ${schema.subject} is not in ${prefix}`];
  return [...stray, ...unknown.map(name => `${file}: requires ${name}, which it does not describe`)];
}
