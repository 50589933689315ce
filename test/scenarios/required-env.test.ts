import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { World } from '../support/bot.ts';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/variables');
const ANA = 'U0ANA';

/** Values only the target and the bot's memory may ever hold. */
const SECRETS = [
  'canary-auth-7f3a',
  'canary-smtp-51bc',
  'canary-database-90de',
  'canary-stderr-aa17',
  'canary-level-3c',
];
const GOOD = {
  AUTH_SECRET: SECRETS[0],
  SMTP_PASSWORD: `"${SECRETS[1]}"`,
  LOG_LEVEL: 'info',
  DATABASE_URL: `postgres://app:${SECRETS[2]}@db/production`,
};

test('[W10] the variables of the target are compared, and their values reach neither disk nor Slack nor log', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  target(world, { ...GOOD, SMTP_PASSWORD: '', LOG_LEVEL: SECRETS[4] });
  await world.type(ANA, '/release start minor');

  const { status, says } = (await world.run()).steps['variables'] ?? {};
  expect(status).toBe('failed');
  expect(says).toBe('variables of production: SMTP_PASSWORD is empty, LOG_LEVEL differs from what it has to be');
  expect(world.thread().join('\n')).toContain('SMTP_PASSWORD is empty');
  expectNowhere(world);

  target(world, GOOD);
  await world.press(ANA, 'Retry', 'The variables of production');
  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(run.steps['variables']?.says).toBe(
    'variables of production: as they have to be: AUTH_SECRET, SMTP_PASSWORD, LOG_LEVEL, DATABASE_URL',
  );
  expectNowhere(world);
});

test('[R4] a target that cannot be read passes nothing: it pauses and asks, and what it printed is not kept', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  target(world, GOOD, 3);
  await world.type(ANA, '/release start minor');

  const { steps, pause } = await world.run();
  expect(steps['variables']).toMatchObject({ status: 'failed', unknown: true });
  expect(pause?.says).toContain('`node target.mjs` ended with 3');
  expect(steps['on']).toBeUndefined();
  expectNowhere(world);
});

/** What the program that reads the target prints, and how it ends. */
function target(world: World, variables: { readonly [name: string]: string | undefined }, exit = 0): void {
  const printed = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const script = `console.log(${JSON.stringify(printed.join('\n'))});\nconsole.error(${JSON.stringify(SECRETS[3])});\nprocess.exitCode = ${exit};\n`;
  writeFileSync(join(world.repository.path, 'target.mjs'), script);
}

function expectNowhere(world: World): void {
  const places = [
    ...filesBelow(world.data).map(file => [file, readFileSync(file, 'latin1')] as const),
    ['the log', JSON.stringify(world.log.lines, (_, value) => (value instanceof Error ? String(value.stack) : value))],
    ['Slack', JSON.stringify(world.slack.workspace.messages.all())],
  ] as const;
  expect(places.length).toBeGreaterThan(2);
  for (const [place, text] of places) for (const secret of SECRETS) expect(text.includes(secret), place).toBe(false);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());
}
