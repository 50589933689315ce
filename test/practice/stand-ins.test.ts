import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemoWorld, startDemoWorld } from '#src/practice/demo/world.ts';
import { makeHauskiRepo } from '#src/practice/hauski-repo.ts';
import { makeScratchRepo } from '#src/practice/scratch-repo.ts';
import { installStandIns } from '#src/practice/stand-ins/install.ts';

const HOST_PATH = process.env['PATH'] ?? '';
const BEAT_MS = 150;

let folder: string;
let world: DemoWorld;
let path: string;
let repo: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-stand-ins-'));
  world = await startDemoWorld({ clock: { now: () => Date.parse('2026-11-24T19:00:00Z') }, beatMs: BEAT_MS });
  path = installStandIns({ folder: join(folder, 'bin'), controlUrl: world.urls.control, hostPath: HOST_PATH });
  repo = makeScratchRepo({ folder, hostPath: HOST_PATH }).path;
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { exit: number | null; out: string; err: string };

function run(name: string, ...argv: string[]): Promise<Ended> {
  const child = spawn(join(folder, 'bin', name), argv, { cwd: repo, env: { PATH: path } });
  let out = '';
  let err = '';
  child.stdout.on('data', part => (out += part));
  child.stderr.on('data', part => (err += part));
  return new Promise(resolve => child.on('close', exit => resolve({ exit, out, err })));
}

const git = (...argv: string[]) =>
  spawnSync('git', argv, { cwd: repo, env: { PATH: HOST_PATH }, encoding: 'utf8' }).stdout;

test('a deploy says what it does, changes the demo service and is noted once', async () => {
  const { exit, out } = await run(
    'kubectl',
    'set',
    'image',
    'deployment/document-domain-canary',
    'document=valero-neuroerp:1.3.0',
  );
  expect(exit).toBe(0);
  expect(out).toContain('successfully rolled out');
  expect(world.state().cluster.deployments['document-domain-canary']).toMatchObject({ version: '1.3.0' });
  expect(world.journal().map(one => [one.command.split(' ')[0], one.ended?.exit])).toEqual([['kubectl', 0]]);
});

test('a command nobody knows fails as the real tool would', async () => {
  const { exit, err } = await run('kubectl', 'delete', 'everything');
  expect(exit).toBe(1);
  expect(err).toContain('unknown command');
});

test('whoever stops a deploy in the middle finds it not done', async () => {
  const argv = ['set', 'image', 'deployment/document-domain', 'document=valero-neuroerp:1.3.0'];
  const child = spawn(join(folder, 'bin', 'kubectl'), argv, { cwd: repo, env: { PATH: path } });
  await new Promise(resolve => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  await new Promise(resolve => child.once('close', resolve));
  await expect.poll(() => world.journal()[0]?.ended).toMatchObject({ exit: null });
  // A second deploy takes as long as the first still had: by its end the first would have happened.
  await run('kubectl', 'set', 'image', 'deployment/document-domain-canary', 'document=valero-neuroerp:1.3.0');
  expect(world.state().cluster.deployments['document-domain']).toMatchObject({ version: '1.2.0' });
});

test('a server that is told to end has ended, so that nobody waits for it', async () => {
  const cwd = makeHauskiRepo({ folder, hostPath: HOST_PATH, now: Date.parse('2026-11-24T19:00:00Z') });
  const cargo = (...argv: string[]) =>
    spawn(join(folder, 'bin', 'cargo'), argv, { cwd, env: { PATH: path, HAUSKI_BIND: '127.0.0.1:0' } });
  await new Promise(resolve => cargo('build', '--release', '--locked').on('close', resolve));
  const server = cargo('run', '--release', '--locked');
  await new Promise(resolve => server.stdout.once('data', resolve));
  expect(world.journal().at(-1)?.ended).toBe(null);
  server.kill('SIGTERM');
  expect(await new Promise(resolve => server.on('close', (_, signal) => resolve(signal)))).toBe('SIGTERM');
  expect(world.journal().at(-1)?.ended).toMatchObject({ exit: null });
});

test('npm really runs the scripts of the scratch repository and ends with their exit code', async () => {
  const unit = await run('npm', 'run', 'test:unit');
  expect(unit).toMatchObject({ exit: 0 });
  expect(unit.out).toContain('pass 2');
  expect(await run('npm', 'run', 'nothing')).toMatchObject({ exit: 1 });
  expect(world.journal().map(one => one.ended?.exit)).toEqual([0, 1]);
});

test('the migration dry run shows what would be applied and applies nothing; up and down do', async () => {
  const dry = await run('npm', 'run', 'migrate:gen', '--', '--dry-run');
  expect(dry.out).toContain('would apply 0002-batch.sql');
  expect((await run('npm', 'run', 'migrate:up')).out).toContain('applied 0002-batch.sql');
  expect((await run('npm', 'run', 'migrate:down')).out).toContain('took back 0002-batch.sql');
  expect(git('status', '--porcelain')).toBe('');
});

test('the API is compared between two revisions, and a path that is gone is a breaking change', async () => {
  const same = await run('oasdiff', 'breaking', 'v1.2.0:api/openapi.yaml', 'HEAD:api/openapi.yaml', '--fail-on', 'ERR');
  expect(same).toMatchObject({ exit: 0, out: '2 paths compared, no breaking changes\n' });
  const gone = await run('oasdiff', 'breaking', 'HEAD:api/openapi.yaml', 'v1.2.0:api/openapi.yaml');
  expect(gone).toMatchObject({ exit: 1 });
  expect(gone.err).toContain('/documents/batch');
});

test('event schemas are really read', async () => {
  expect(await run('nats', 'schema', 'validate', 'valero.events', 'events/')).toMatchObject({ exit: 0 });
  expect(await run('nats', 'schema', 'validate', 'other.events', 'events/')).toMatchObject({ exit: 1 });
});

test('docker builds and pushes an image by name, and refuses a push of what was not built', async () => {
  expect(await run('docker', 'push', 'valero-neuroerp:1.3.0')).toMatchObject({ exit: 1 });
  expect(await run('docker', 'build', '-t', 'valero-neuroerp:1.3.0', '.')).toMatchObject({ exit: 0 });
  expect(await run('docker', 'push', 'valero-neuroerp:1.3.0')).toMatchObject({ exit: 0 });
});

test('the scratch repository has conventional commits since v1.2.0, the same each time, and a push is real', async () => {
  const first = git('rev-parse', 'HEAD');
  expect(git('log', '--format=%s', 'v1.2.0..HEAD')).toContain('feat(documents): write up to a hundred documents');
  expect(await run('git', 'tag', '-a', 'v1.3.0', '-m', 'a test')).toMatchObject({ exit: 0 });
  expect(await run('git', 'push', 'origin', 'v1.3.0')).toMatchObject({ exit: 0 });
  expect(git('ls-remote', '--tags', 'origin')).toContain('refs/tags/v1.3.0');
  makeScratchRepo({ folder, hostPath: HOST_PATH });
  expect(git('rev-parse', 'HEAD')).toBe(first);
  expect(git('tag')).toBe('v1.2.0\n');
});
