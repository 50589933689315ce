#!/usr/bin/env node
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { databaseOf, isUnconfigured, practiceIgnores, readConfig } from '#src/config/env.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { STORIES } from '#src/domain/incident/stories.ts';
import { GonogoError } from '#src/errors.ts';
import { compose } from '#src/main.ts';
import { jsonSchemas } from '#src/runbook/json-schema.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { formatProblems, hasErrors } from '#src/runbook/problem.ts';
import { examine } from './cli/doctor.ts';
import { folderOf, wordsOf } from './cli/folder.ts';
import { liveProblems } from './cli/lint-live.ts';
import { planFor } from './cli/plan.ts';
import { postmortemFor } from './cli/postmortem.ts';
import type { RehearseRequest } from './cli/rehearse.ts';
import { rehearseFor } from './cli/rehearse.ts';
import { printTimeline, verifyDatabase } from './cli/timeline.ts';

/** What is linted and planned is what would be started. */
const RUNBOOKS = process.env['GONOGO_RUNBOOKS'] || 'runbooks';
const FOLDER = `folder of the products, told by its slash (./runbooks), default: ${RUNBOOKS}`;
/** npm hands Ctrl-C on, so that one press arrives twice. */
const ECHO_MS = 500;

/** What is read back is what the bot writes. */
const DATABASE = databaseOf(process.env);

const program = new Command('gonogo')
  .description('Drives releases and incidents in Slack from runbooks kept as YAML.')
  .version('0.1.0');

program
  .command('start', { isDefault: true })
  .description('Starts the bot; without SLACK_*, PAGERDUTY_* or DATABASE_URL set, the practice workspace')
  .action(async () => (isUnconfigured(process.env) ? practice() : start()));

program
  .command('practice')
  .description('Opens the practice workspace: the real bot against a fake Slack, on one local page')
  .action(practice);

program
  .command('lint')
  .argument('[folder]', `folder of the products, default: ${RUNBOOKS}`)
  .option('--folder <folder>', 'the same')
  .option('--live', 'also asks every metric, and git for the last tag, and says what cannot be had; warnings only')
  .description('Checks every runbook; exits with 1 when one could not be started')
  .action(async (place: string | undefined, { live, folder: option }: { live?: boolean; folder?: string }) => {
    const folder = folderOf(place, option) ?? RUNBOOKS;
    const { problems, products } = loadProducts(await readRunbookFiles(folder, varsOf(process.env)), {
      vars: varsOf(process.env),
    });
    if (problems.length > 0) console.log(formatProblems(problems));
    if (live) {
      const { GONOGO_PATH, PATH = '', HOME = '' } = process.env;
      const secrets = named(process.env, 'GONOGO_SECRET_');
      console.log(await liveProblems(products, { secrets, path: GONOGO_PATH ?? PATH, home: HOME }));
    }
    const runbooks = products.flatMap(product => [
      ...product.releases,
      ...(product.incident ? [product.incident] : []),
      ...product.drills,
    ]);
    console.log(
      hasErrors(problems)
        ? 'Mend what is marked as an error; until then nothing of that product starts.'
        : `${runbooks.length} runbooks, nothing stands in the way of a start.`,
    );
    process.exitCode = hasErrors(problems) ? 1 : 0;
  });

program
  .command('plan')
  .argument('<type>', 'release type, for example minor, incident, or the id of a drill')
  .argument('[product]', 'needed when there is more than one')
  .argument('[folder]', FOLDER)
  .option('--folder <folder>', 'the same')
  .option('--strategy <name>', 'default: the first of the type')
  .option('--at <time>', 'T as an ISO instant, for example 2026-11-24T20:00:00+01:00')
  .description('Prints what a run would do: instants, people, commands; does nothing')
  .action(
    async (
      type: string,
      product: string | undefined,
      place: string | undefined,
      options: { folder?: string; strategy?: string; at?: string },
    ) => {
      console.log(await planFor({ ...options, ...meant([type, product, place], options), vars: varsOf(process.env) }));
    },
  );

program
  .command('rehearse')
  .argument('<what>', 'release type, incident, or the id of a drill')
  .argument('[product]', 'needed when there is more than one')
  .argument('[folder]', FOLDER)
  .option('--folder <folder>', 'the same')
  .option('--strategy <name>', 'default: the first of the type')
  .option('--start <time>', 'when the virtual clock begins')
  .option('--at <time>', 'T as an ISO instant')
  .option('--input <name=value...>', 'answers given at the start')
  .option('--fail <step>', 'this step does not work')
  .option('--metric <figure>', 'a figure goes bad, for example error-rate=5%@rollout+10m')
  .option('--roll-back-at <place>', 'somebody rolls back at this step or phase')
  .option('--severity <name>', 'of an incident; default: each in turn')
  .option('--action <id>', 'of an incident: the action that is tried; default: the one put first')
  .option('--scene <name>', `of an incident: ${Object.keys(STORIES).join(', ')}`)
  .option(
    '--all',
    'every scene: success, each step failing, each figure going bad, each way back, each turn of an incident',
  )
  .description('Runs a runbook in virtual time without doing anything; exits with 1 when something has to be mended')
  .action(
    async (
      what: string,
      product: string | undefined,
      place: string | undefined,
      options: Omit<RehearseRequest, 'product' | 'what' | 'vars' | 'folder'> & { readonly folder?: string },
    ) => {
      const asked = { ...options, ...meant([what, product, place], options), vars: varsOf(process.env) };
      const { text, sound } = await rehearseFor(asked);
      console.log(text);
      process.exitCode = sound ? 0 : 1;
    },
  );

program
  .command('timeline')
  .argument('<run>', 'for example REL-12 or INC-7')
  .option('--database <file>', 'default: the one of the environment', DATABASE)
  .option('--json', 'the exact stored lines')
  .option('--all', 'also every reading of a figure')
  .description('Prints the timeline of a run')
  .action(printTimeline);

program
  .command('postmortem')
  .argument('<incident>', 'for example INC-7')
  .option('--database <file>', 'default: the one of the environment', DATABASE)
  .description('Prints the draft of a postmortem from the database alone, also when Slack is down')
  .action(async (incident: string, options: { database: string }) => {
    console.log(await postmortemFor(incident, options));
  });

program
  .command('verify')
  .option('--database <file>', 'default: the one of the environment', DATABASE)
  .description('Checks the hash chain of every timeline; exits with 1 when one is broken')
  .action(async (options: { database: string }) => {
    process.exitCode = (await verifyDatabase(options)) ? 0 : 1;
  });

program
  .command('doctor')
  .option('--json', 'findings as JSON')
  .description(
    'Looks whether everything is set up right, changing nothing; exits with 1 when something has to be mended',
  )
  .action(async (options: { json?: boolean }) => {
    const { sound, text } = await examine(process.env, options);
    console.log(text);
    process.exitCode = sound ? 0 : 1;
  });

program
  .command('schema')
  .option('--folder <folder>', 'where they go', 'runbooks/schema')
  .description('Writes the JSON Schemas of runbooks, for editors')
  .action(async ({ folder }: { folder: string }) => {
    await mkdir(folder, { recursive: true });
    for (const [file, text] of Object.entries(jsonSchemas())) await writeFile(join(folder, file), text);
  });

async function start(): Promise<void> {
  const running = await compose(readConfig(process.env));
  let askedAt: number | null = null;
  const stop = () => {
    // Whoever asks twice is in a hurry: nothing on disk is lost by going at once.
    if (askedAt !== null && performance.now() - askedAt > ECHO_MS) process.exit(130);
    if (askedAt !== null) return;
    askedAt = performance.now();
    void running.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Loaded on demand: a production bot never reads the fakes. */
async function practice(): Promise<void> {
  const { practise } = await import('#src/practice/main.ts');
  const { PATH = '', HOME = '', LANG = 'C.UTF-8', GONOGO_HOST = '127.0.0.1', GONOGO_PORT = '3000' } = process.env;
  const ignored = practiceIgnores(process.env);
  if (ignored !== null) process.stdout.write(`${ignored}\n`);
  await practise({
    host: GONOGO_HOST,
    port: Number(GONOGO_PORT),
    data: resolve('data'),
    runbooks: 'runbooks',
    product: 'valero',
    hostEnv: { PATH, HOME, LANG },
    write: text => process.stdout.write(text),
  });
}

/** What is asked of which product, of the runbooks in which folder. */
function meant(
  given: readonly (string | undefined)[],
  option: { readonly folder?: string },
): { readonly what: string; readonly product: string | undefined; readonly folder: string } {
  const { words, folder } = wordsOf(given);
  const [what, product] = words;
  if (what === undefined)
    throw new GonogoError('runbook.invalid', 'Name what is meant: a release type, incident or a drill.');
  return { what, product, folder: folderOf(folder, option.folder) ?? RUNBOOKS };
}

function varsOf(env: NodeJS.ProcessEnv): { readonly [name: string]: string } {
  return named(env, 'GONOGO_VAR_');
}

function named(env: NodeJS.ProcessEnv, prefix: string): { readonly [name: string]: string } {
  const found = Object.entries(env).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value ?? '']));
}

try {
  await program.parseAsync();
} catch (cause) {
  if (!(cause instanceof GonogoError)) throw cause;
  console.error(cause.message);
  process.exitCode = 1;
}
