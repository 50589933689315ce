import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { HAUSKI, startWorld, type World } from '../support/bot.ts';

const PLATFORM = 'U0PLATFORM';
const SRE = 'U0SRE';
const GOVERNANCE = 'U0GOV';
const CHANNEL = 'C0HAUSKIUP';

const status = async (world: World, step: string, id = 'REL-1') => (await world.run(id)).steps[step]?.status;
const reached =
  (world: World, step: string, how = 'waiting', id = 'REL-1') =>
  async () =>
    (await status(world, step, id)) === how;
const git = (world: World, ...args: readonly string[]) =>
  execFileSync('git', args, { cwd: world.places['HAUSKI_REPO'], encoding: 'utf8' }).trim();
const limits = (world: World) => readFileSync(join(world.places['HAUSKI_REPO'] ?? '', 'policies/limits.yaml'), 'utf8');

/** As it is shipped, but for a day of watching: twenty minutes are enough to see that it is watched. */
function hauskiInHaste(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'hauski');
  cpSync(HAUSKI, folder, { recursive: true });
  const file = join(folder, 'release.yml');
  const text = readFileSync(file, 'utf8')
    .replace('for: 24h', 'for: 20m')
    .replaceAll(/soak: (?:15|30)m/g, 'soak: 2m');
  writeFileSync(file, text.replace('over: 5m', 'over: 1m'));
  return folder;
}

/** To the end of the preflight: CI is waited for, the budgets are answered, the boxes ticked. */
async function preflight(world: World, by: string, line: string): Promise<void> {
  await world.type(by, line, CHANNEL);
  await checked(world, { isApp: line.includes(' app ') });
}

async function checked(world: World, { isApp = false, id = 'REL-1' } = {}): Promise<void> {
  await world.windUntil('15m', reached(world, 'ci', 'done', id));
  await world.settle();
  if (isApp) await world.fill(PLATFORM, 'Edit the notes…', { 'notes.3': 'The last release.' });
  else await world.press(PLATFORM, 'Confirm', 'The changelog says');
  await world.fill(PLATFORM, 'Answer…', {}, 'Consequences for the budgets');
  await world.press(PLATFORM, 'Holds', 'Everybody knows how');
  await world.press(PLATFORM, 'Confirm', 'The preflight is done');
}

/** Builds and starts the server here, and lets it come up in real time before it is asked. */
async function smoke(world: World): Promise<void> {
  const up = () => fetch(`${world.places['SMOKE']}/health`).then(answer => expect(answer.status).toBe(200));
  await vi.waitFor(up, { timeout: 30_000, interval: 50 });
  await world.windUntil('5m', reached(world, 'smoke-health', 'done'));
  // The server ends in real time too.
  const ended = async () => {
    await world.wind('1s');
    expect((await world.run()).steps['server']?.status).toBe('done');
  };
  await vi.waitFor(ended, { timeout: 30_000, interval: 50 });
  await world.settle();
  await world.press(PLATFORM, 'Confirm', 'On the stage health and metrics');
}

async function postflight(world: World): Promise<void> {
  await world.windUntil('30m', reached(world, 'logs'));
  await world.press(SRE, 'Confirm', 'No lasting errors');
  await world.windUntil('3h', reached(world, 'postflight.checkpoint'));
  await world.press(SRE, 'Holds', 'Feedback of users');
  await world.press(SRE, 'Holds', 'Lessons and follow-ups');
  await world.press(SRE, 'Confirm', 'The postflight shows nothing');
}

test('[U1] [U2] [U3] [U7] an application release: preflight, smoke test, canary, and a day of watching', async () => {
  await using world = await startWorld({ products: [hauskiInHaste()] });
  await preflight(world, PLATFORM, '/release start app hauski 0.4.0');
  await smoke(world);
  expect(world.commands()).toContain('cargo build --workspace --release --locked');
  await expect(fetch(`${world.places['SMOKE']}/health`)).rejects.toThrow();
  await world.press(PLATFORM, 'Go');
  await postflight(world);
  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(world.hauski.state().fleet).toMatchObject({ stable: '0.4.0', former: '0.3.0', canary: null });
  expect(world.commands().filter(one => one.startsWith('hauski-ops canary'))).toEqual([
    'hauski-ops canary start 0.4.0',
    'hauski-ops canary weight 10',
    'hauski-ops canary weight 50',
    'hauski-ops canary weight 100',
    'hauski-ops canary promote',
  ]);
}, 240_000);

test('[U3] a slower canary is taken back by itself to the last release', async () => {
  await using world = await startWorld({ products: [HAUSKI] });
  world.hauski.setFault('hauski-new-slow', true);
  await preflight(world, PLATFORM, '/release start app hauski 0.4.0');
  await smoke(world);
  await world.press(PLATFORM, 'Go');
  await world.windUntil('90m', async () => (await world.run()).rollback !== null);
  expect((await world.run()).rollback?.reason).toMatch(/p95 latency/);
  await world.windUntil('30m', reached(world, 'rollback.checkpoint'));
  expect(world.hauski.state().fleet).toMatchObject({ stable: '0.3.0', canary: null });
  await world.press(SRE, 'Confirm', 'The state before is back');
  expect((await world.run()).status).toBe('rolled-back');
});

test('[U3] [U7] blue/green to its end: the other colour gets the version and everybody, and is watched', async () => {
  await using world = await startWorld({ products: [hauskiInHaste()] });
  await preflight(world, PLATFORM, '/release start app hauski 0.4.0 strategy=blue-green');
  await smoke(world);
  await world.press(PLATFORM, 'Go');
  await postflight(world);
  expect((await world.run()).status).toBe('completed');
  expect(world.hauski.state().fleet).toMatchObject({ live: 'green', stable: '0.4.0' });
  expect(world.commands().filter(one => one.startsWith('hauski-ops colour'))).toEqual([
    'hauski-ops colour',
    'hauski-ops colour deploy green 0.4.0',
    'hauski-ops colour switch green',
  ]);
}, 240_000);

test('[U3] blue/green looks which colour serves, and goes back to it', async () => {
  await using world = await startWorld({ products: [hauskiInHaste()] });
  await preflight(world, PLATFORM, '/release start app hauski 0.4.0 strategy=blue-green');
  await smoke(world);
  await world.press(PLATFORM, 'Go');
  await world.windUntil('10m', async () => (await world.run()).waves[0]?.shiftedAt != null);
  expect(world.hauski.state().fleet).toMatchObject({ live: 'green', stable: '0.4.0' });
  await world.fill(SRE, 'Roll back…', { reason: 'answers lack their sources' });
  await world.windUntil('30m', reached(world, 'rollback.checkpoint'));
  expect(world.hauski.state().fleet).toMatchObject({ live: 'blue', stable: '0.3.0', colours: { green: null } });
  await world.press(SRE, 'Confirm', 'The state before is back');
  expect((await world.run()).status).toBe('rolled-back');
});

test('[U4] a vendor snapshot: refreshed, checked, committed, with its title, merged when CI is green, and reverted', async () => {
  await using world = await startWorld({ products: [HAUSKI] });
  await preflight(world, PLATFORM, '/release start vendor hauski');
  await world.windUntil('15m', reached(world, 'change.checkpoint'));
  const created = world.commands().find(one => one.startsWith('gh pr create')) ?? '';
  expect(created).toMatch(/--title vendor: refresh snapshot \(\d{4}-\d{2}-\d{2}\)/);
  await world.press(PLATFORM, 'Confirm', 'ready to be merged');
  await world.settle();
  expect(git(world, 'log', '-1', '--format=%s')).toMatch(/^vendor: refresh snapshot \(/);
  expect(git(world, 'show', 'HEAD:vendor/tokio/VERSION')).toBe('1.45.0');
  world.hauski.setFault('hauski-ci-red', true);
  await world.windUntil('15m', reached(world, 'ci-main', 'failed'));
  await world.fill(PLATFORM, 'Roll back…', { reason: 'CI is red on main' });
  await world.settle();
  await world.press(PLATFORM, 'Confirm', 'The state before is back');
  expect((await world.run()).status).toBe('rolled-back');
  expect(git(world, 'show', 'origin/main:vendor/tokio/VERSION')).toBe('1.44.2');
});

test('[U2] [U4] red CI holds a vendor snapshot before anything of it is done, nobody may skip that, and with main repaired it goes to its end', async () => {
  await using world = await startWorld({ products: [HAUSKI] });
  world.hauski.setFault('hauski-ci-red', true);
  await world.type(PLATFORM, '/release start vendor hauski', CHANNEL);
  await world.windUntil('15m', reached(world, 'ci', 'failed'));
  expect(world.commands()).toEqual([]);
  expect(world.thread().at(-1)).toContain('Repair main first');
  for (const one of [PLATFORM, SRE, GOVERNANCE]) expect(world.labels(one)).not.toContain('Skip…');

  world.hauski.setFault('hauski-ci-red', false);
  await world.press(PLATFORM, 'Retry');
  await checked(world);
  await world.windUntil('15m', reached(world, 'change.checkpoint'));
  await world.press(PLATFORM, 'Confirm', 'ready to be merged');
  await world.windUntil('15m', async () => (await world.run()).status === 'completed');
  expect(await world.run()).toMatchObject({ touchedAt: null, verdict: { verdict: 'success' } });
  expect(git(world, 'show', 'origin/main:vendor/tokio/VERSION')).toBe('1.45.0');
  expect(git(world, 'ls-remote', '--heads', 'origin', 'vendor-*')).toBe('');
});

test('[U6] a toolchain runs to its end without touching production', async () => {
  await using world = await startWorld({ products: [HAUSKI] });
  await preflight(world, PLATFORM, '/release start toolchain hauski branch=toolchain/rust-1.90');
  await world.windUntil('15m', reached(world, 'change.checkpoint'));
  expect(world.commands()).toContain('hauski-ops toolchain check');
  await world.press(PLATFORM, 'Confirm', 'ready to be merged');
  await world.windUntil('15m', async () => (await world.run()).status === 'completed');
  expect(git(world, 'show', 'HEAD:toolchain.versions.yml')).toContain('rust: 1.90.0');
  expect((await world.run()).touchedAt).toBeNull();
});

/** A toolchain that only its one file knows of: CI, dev container and .wgx were forgotten. */
function halfAToolchain(world: World): void {
  git(world, 'checkout', '--quiet', '-b', 'toolchain/half');
  const file = join(world.places['HAUSKI_REPO'] ?? '', 'toolchain.versions.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('1.88.0', '1.91.0'));
  git(world, 'commit', '--quiet', '--all', '--message', 'toolchain: Rust 1.91');
  git(world, 'push', '--quiet', 'origin', 'toolchain/half');
  git(world, 'checkout', '--quiet', 'main');
}

test('[U6] a toolchain out of step is never merged; one in step that turns main red is taken back', async () => {
  await using world = await startWorld({ products: [HAUSKI] });
  halfAToolchain(world);
  await preflight(world, PLATFORM, '/release start toolchain hauski branch=toolchain/half');
  await world.windUntil('5m', reached(world, 'in-step', 'failed'));
  expect(world.thread().join('\n')).toContain('.wgx/profile.yml does not follow toolchain.versions.yml');
  expect(world.labels(PLATFORM)).not.toContain('Skip…');
  await world.fill(PLATFORM, 'Abort…', { reason: 'The branch has to be finished' });
  expect((await world.run()).status).toBe('aborted');
  expect(world.commands().filter(one => one.startsWith('gh '))).toEqual([]);

  await world.type(PLATFORM, '/release start toolchain hauski branch=toolchain/rust-1.90', CHANNEL);
  await checked(world, { id: 'REL-2' });
  await world.windUntil('15m', reached(world, 'change.checkpoint', 'waiting', 'REL-2'));
  await world.press(PLATFORM, 'Confirm', 'ready to be merged');
  expect(git(world, 'show', 'origin/main:toolchain.versions.yml')).toContain('rust: 1.90.0');
  world.hauski.setFault('hauski-ci-red', true);
  await world.windUntil('15m', reached(world, 'ci-main', 'failed', 'REL-2'));
  await world.fill(PLATFORM, 'Roll back…', { reason: 'CI is red on main' }, 'REL-2');
  await world.settle();
  await world.press(PLATFORM, 'Confirm', 'The state before is back');
  expect(await world.run('REL-2')).toMatchObject({ status: 'rolled-back', touchedAt: null });
  for (const file of ['toolchain.versions.yml', '.github/workflows/ci.yml'])
    expect(git(world, 'show', `origin/main:${file}`)).toContain('1.88.0');
});

/** Up to the policies being read in production: reviewed, tried, merged with a go. */
async function policiesRead(world: World, strategy: string): Promise<void> {
  await preflight(
    world,
    GOVERNANCE,
    `/release start policies hauski branch=policies/longer-answers strategy=${strategy}`,
  );
  await world.fill(GOVERNANCE, 'Attach a link…', { link: 'https://github.com/heimgewebe/hausKI/pull/9' }, 'Somebody');
  await world.press(GOVERNANCE, 'Confirm', 'Somebody else');
  await world.press(GOVERNANCE, 'Confirm', 'It was tried on a stage');
  await world.windUntil('15m', reached(world, 'change.checkpoint'));
  await world.press(GOVERNANCE, 'Confirm', 'ready to be merged');
  await world.press(PLATFORM, 'Go');
  await world.windUntil('10m', async () => (await world.run()).waves[0]?.shiftedAt != null);
  expect(world.hauski.state().config.llmP95Ms).toBe(450);
}

const reads = (world: World) => world.commands().filter(one => /^hauski-ops re(load|start)$/.test(one));

/** The former files are in the checkout, in the core and on main. */
function expectFormerPolicies(world: World): void {
  expect([limits(world).includes('llm_p95_ms: 400'), world.hauski.state().config.llmP95Ms]).toEqual([true, 400]);
  expect(git(world, 'show', 'origin/main:policies/limits.yaml')).toContain('llm_p95_ms: 400');
}

test('[U5] policies: reviewed, merged, read anew, and the former files restored', async () => {
  await using world = await startWorld({ products: [hauskiInHaste()] });
  await policiesRead(world, 'hot-reload');
  // Raising a limit turns nothing green: the run goes by the budget as it was at its start.
  expect((await world.run()).runbook.product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 400 });
  await world.fill(SRE, 'Roll back…', { reason: 'answers take too long' });
  await world.windUntil('30m', reached(world, 'rollback.checkpoint'));
  expect(reads(world)).toEqual(['hauski-ops reload', 'hauski-ops reload']);
  expectFormerPolicies(world);
});

test('[U5] [U7] policies to their end: merged, read anew, watched for as long as the postflight says', async () => {
  await using world = await startWorld({ products: [hauskiInHaste()] });
  await policiesRead(world, 'hot-reload');
  await postflight(world);
  expect(await world.run()).toMatchObject({ status: 'completed', verdict: { verdict: 'success' } });
  expect(reads(world)).toEqual(['hauski-ops reload']);
  expect(git(world, 'show', 'origin/main:policies/limits.yaml')).toContain('llm_p95_ms: 450');
}, 240_000);

test('[U5] [U7] errors in the day after take policies back by themselves, and the core is restarted with the former ones', async () => {
  await using world = await startWorld({ products: [hauskiInHaste()] });
  await policiesRead(world, 'restart');
  await world.windUntil('30m', reached(world, 'logs'));
  await world.press(SRE, 'Confirm', 'No lasting errors');
  await world.wind('10m');
  expect(await status(world, 'day-after')).toBe('running');
  world.hauski.setFault('hauski-errors', true);
  await world.windUntil('10m', async () => (await world.run()).rollback !== null);
  expect((await world.run()).rollback).toMatchObject({
    by: null,
    reason: expect.stringMatching(/Error rate .*> 5 ?%/),
  });
  await world.settle();
  expect(reads(world)).toEqual(['hauski-ops restart', 'hauski-ops restart']);
  expectFormerPolicies(world);
  world.hauski.setFault('hauski-errors', false);
  await world.windUntil('70m', reached(world, 'rollback.checkpoint'));
  await world.press(SRE, 'Confirm', 'The state before is back');
  expect((await world.run()).status).toBe('rolled-back');
}, 240_000);

test('[H6] [X5] the fix of an incident is released from it and not held by it, as every other upgrade is', async () => {
  await using world = await startWorld({ products: [HAUSKI] });
  await world.type(SRE, '/incident declare sev1 answers are empty', 'C0HAUSKI');
  await world.type(PLATFORM, '/release start policies hauski branch=policies/longer-answers', CHANNEL);
  expect(world.card('REL-1')).toContain('*Held*');
  await world.ask(SRE, 'Release the fix', 'INC-1');
  expect(await world.submit(SRE, { version: '0.3.1' })).toBe('');
  expect(await world.run('REL-2')).toMatchObject({ incident: 'INC-1', initiator: SRE, heldBy: [] });
  expect(world.card('REL-2')).not.toContain('*Held*');
  expect(world.card('INC-1')).toContain('REL-2');
});
