import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { CONFIG_FILES, readHauskiConfig } from '../demo/hauski/config.ts';
import { type LocalWork, say } from './local.ts';

type Edit = { readonly file: string; readonly at: readonly string[]; readonly to: unknown };

/**
 * The team's own script, as hausKI's runbook calls it: changes one value of the repository it is started in, commits it and
 * has the service read it anew. `HAUSKI_CONFIG` is where the service listens.
 */
export const hauskiOps: LocalWork = async argv => {
  const words = argv.join(' ');
  if (argv[0] === 'reload' || argv[0] === 'restart') return reload();
  if (words === 'policies check') return checkPolicies();
  if (words === 'toolchain check') return checkToolchain();
  if (words === 'colour') return liveColour();
  if (['canary', 'colour', 'fallback'].includes(argv[0] ?? '')) return fleet(argv);
  if (words === 'budget restore') return put(words, [], restoreBudgets);
  const edit = editOf(argv);
  if (typeof edit === 'string') return say(`hauski-ops: ${edit}`, 2);
  return put(words, [edit]);
};

/** What a call changes, or what is wrong with it. */
function editOf([verb = '', what = '', to = '']: readonly string[]): Edit | string {
  switch (verb) {
    case 'limit': {
      const limit = what === 'off' ? null : Number(what);
      if (limit !== null && !(limit > 0)) return `limit: write requests a second or off, not "${what}"`;
      return { file: CONFIG_FILES.routing, at: ['limit_per_second'], to: limit };
    }
    case 'deny':
      return onOff(what, { file: CONFIG_FILES.routing, at: ['deny'] });
    case 'flag':
      return onOff(to, { file: CONFIG_FILES.flags, at: [what] });
    case 'set': {
      const [, name = '', value = ''] = /^(\w+)=(true|false)$/.exec(what) ?? [];
      return name === ''
        ? `set: write NAME=true or NAME=false, not "${what}"`
        : { file: CONFIG_FILES.settings, at: [name], to: value === 'true' };
    }
    case 'budget':
      return Number(to) > 0
        ? { file: CONFIG_FILES.limits, at: ['latency', what], to: Number(to) }
        : `budget: write milliseconds, not "${to}"`;
    default:
      return `unknown verb "${verb}"`;
  }
}

function onOff(word: string, where: Pick<Edit, 'file' | 'at'>): Edit | string {
  return word === 'on' || word === 'off' ? { ...where, to: word === 'on' } : `write on or off, not "${word}"`;
}

async function put(words: string, edits: readonly Edit[], first: () => void = () => {}): Promise<number> {
  for (const { file, at } of edits) {
    if (!read(file).hasIn(at)) return say(`hauski-ops: ${file} has no ${at.join('.')}`, 2);
  }
  first();
  for (const edit of edits) change(edit);
  const changed = git('status', '--porcelain') !== '';
  if (changed) git('commit', '--quiet', '--all', '--message', `ops: ${words}`);
  say(changed ? `committed ${git('log', '-1', '--format=%h %s').trim()}` : 'nothing to change: it is so already');
  return reload();
}

async function reload(): Promise<number> {
  const answer = await fetch(`${process.env['HAUSKI_CONFIG']}/-/reload`, { method: 'POST' });
  return answer.ok ? say('hausKI has read it') : say(`hausKI did not take it: ${await answer.text()}`, 1);
}

function change({ file, at, to }: Edit): void {
  const document = read(file);
  document.setIn(at, to);
  writeFileSync(file, document.toString());
}

function read(file: string) {
  return parseDocument(readFileSync(file, 'utf8'));
}

/** As they were before the first change of this tool; without one they are as they were. */
function restoreBudgets(): void {
  const raised = git('log', '--format=%H', '--grep=^ops: budget [a-z_0-9]* [0-9]', '--', CONFIG_FILES.limits);
  const oldest = raised.trim().split('\n').at(-1);
  if (oldest) git('checkout', '--quiet', `${oldest}~1`, '--', CONFIG_FILES.limits);
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' });
}

async function fleet(argv: readonly string[]): Promise<number> {
  const answer = await fetch(`${process.env['HAUSKI_CONFIG']}/-/fleet`, { method: 'POST', body: JSON.stringify(argv) });
  const body = (await answer.json()) as { error?: string; stable?: string; canary?: string | null; weight?: number };
  if (!answer.ok) return say(`hauski-ops: ${body.error}`, 1);
  return say(`stable ${body.stable}, canary ${body.canary ?? 'none'} at ${body.weight} %`);
}

async function liveColour(): Promise<number> {
  const answer = await fetch(`${process.env['HAUSKI_CONFIG']}/-/fleet`);
  return say(((await answer.json()) as { live: string }).live);
}

/** The policies as hausKI itself would read them. */
function checkPolicies(): number {
  try {
    readHauskiConfig('.');
    return say('the policies fit their schema');
  } catch (error) {
    return say(`hauski-ops: ${error instanceof Error ? error.message : String(error)}`, 1);
  }
}

const FOLLOWERS = ['.github/workflows/ci.yml', '.devcontainer/devcontainer.json', '.wgx/profile.yml'];

/** Everything that names a version names the one of toolchain.versions.yml. */
function checkToolchain(): number {
  const wanted = Object.values(read('toolchain.versions.yml').toJS() as { [tool: string]: string });
  const stray = FOLLOWERS.filter(file => {
    const text = readFileSync(file, 'utf8');
    return !wanted.every(version => text.includes(version));
  });
  for (const file of stray) say(`hauski-ops: ${file} does not follow toolchain.versions.yml`, 1);
  return stray.length > 0 ? 1 : say(`${FOLLOWERS.length} files follow toolchain.versions.yml`);
}
