import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { startWorld, TUESDAY_EVENING, WIMMELWELT, type World } from '../support/bot.ts';

const CAPTAIN = 'U0WCAPTAIN';
const OWNER = 'U0WOWNER';
const ON_CALL = 'U0WONCALL';
const OBS = 'U0WOBS';
const QA = 'U0WQA';
const CHANNEL = 'C0WIMMELPROD';
const link = { link: 'https://wiki.wimmelwelt.example/go-live' };

const status = async (world: World, step: string) => (await world.run()).steps[step]?.status;
const production = (world: World) => world.demo.wimmelwelt.state().sites.production;
/** What the team's script was told to do in production. */
const moves = (world: World, from = 0) =>
  world
    .commands()
    .slice(from)
    .filter(one => /^wimmel (deploy (blue|green|canary)|traffic|migrate)/.test(one));

/** What stands on the dashboards. */
const marks = (world: World) => world.services.grafana.annotations.map(one => one.text);
const page = (world: World) => world.services.statuspage;
/** The release notes as the thread has them at the end. */
const finalNotes = (world: World) => readFileSync(join(world.data, 'documents/REL-1-release-notes.md'), 'utf8');

/** Up to the open go/no-go. Tuesday, 20:00: the window is open. */
async function toGate(line: string, { drilled = true, ago = '', start = TUESDAY_EVENING } = {}): Promise<World> {
  const world = await startWorld({ products: [WIMMELWELT], start });
  if (drilled) await restoreTest(world);
  if (ago !== '') {
    await world.kill();
    await world.passWithoutBot(ago);
    await world.restart();
  }
  await begun(world, line);
  await preflight(world);
  await staging(world);
  return world;
}

/** Started, its notes are written and CI is asked. */
async function begun(world: World, line: string): Promise<void> {
  await world.type(CAPTAIN, line, CHANNEL);
  await world.fill(CAPTAIN, 'Edit the notes…', {
    'notes.2': 'Nothing to do.',
    'notes.3': 'Traffic goes back to blue.',
  });
}

async function preflight(world: World): Promise<void> {
  await world.windUntil('1m', async () => (await status(world, 'ci-run')) === 'waiting');
  await world.fill(CAPTAIN, 'Attach ci-run…', link);
  await world.fill(CAPTAIN, 'Attach migration-plan…', link);
  await world.fill(CAPTAIN, 'Attach communication-plan…', link);
  await world.press(CAPTAIN, 'Confirm', 'All candidates and tickets');
}

async function staging(world: World): Promise<void> {
  await world.windUntil('3m', async () => (await status(world, 'looked')) === 'waiting');
  await world.press(QA, 'Holds', 'walked by hand');
  for (const item of ['Logs flow', 'OTEL export', 'Grafana dashboards']) await world.press(OBS, 'Holds', item);
  await world.press(QA, 'Confirm', 'The staging gate is documented');
  await world.press(OWNER, 'Holds', 'Communication plan and list');
}

async function restoreTest(world: World): Promise<void> {
  await world.type(ON_CALL, '/runbook start restore-test', CHANNEL);
  await world.wind('10s');
  await world.press(ON_CALL, 'Confirm', 'The scratch database shows');
  await world.fill(ON_CALL, 'Answer…', { 'input.documents': '4812', 'input.ticket': 'https://tickets.example/77' });
}

async function go(world: World): Promise<void> {
  await world.press(CAPTAIN, 'Yes', 'way back');
  await world.press(CAPTAIN, 'Go');
  await world.press(OWNER, 'Go');
}

/** Somebody looks at the log and the APM of what has no users yet, and lets them in. */
async function looked(world: World): Promise<void> {
  await world.windUntil('5m', async () => (await status(world, 'events')) === 'waiting');
  await world.press(CAPTAIN, 'Confirm', 'Log and APM events');
}

test('[W2] [W3] [W4] [W5] [W7] [W10] [W13] from preflight to live: staging fails on purpose, two people go, blue/green in three shares', async () => {
  await using world = await toGate('/release start minor migration=yes');
  const honest = (await world.run()).steps['honest'];
  expect(honest?.says).toContain('503');
  expect(world.demo.wimmelwelt.state().sites.staging.databaseBlocked).toBe(false);
  expect(world.card('REL-1')).toMatch(/drill\.restore-test\.age/);
  await go(world);
  await looked(world);
  await world.windUntil('45m', async () => (await status(world, 'calm')) === 'running');
  expect(moves(world)).toEqual([
    'wimmel deploy green 2.5.0',
    'wimmel migrate up',
    'wimmel traffic green 10',
    'wimmel traffic green 50',
    'wimmel traffic green 100',
  ]);
  expect(production(world)).toMatchObject({ live: 'green', share: null });
  await throughWatching(world);
  expect(finalNotes(world)).toMatch(/^# .*2\.5\.0.*\n\n\*\*Final status: completed on .*, verdict success\.\*\*\n/);
  expect(marks(world)).toEqual(['Release: Wimmelwelt 2.5.0']);
  expect(world.services.statuspage.incidents).toEqual([]);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', world.places['WIMMELWELT_REPO'] ?? '', ...args], { encoding: 'utf8' }).trim();
  expect(git('rev-parse', 'v2.5.0^{commit}')).toBe((await world.run()).commit);
  expect(git('ls-remote', '--tags', 'origin', 'v2.5.0')).toContain('refs/tags/v2.5.0');

  // The next one follows it: its way back deploys this one, and none older.
  await world.type(CAPTAIN, '/release start patch', CHANNEL);
  await world.wind('10s');
  expect(await world.run('REL-2')).toMatchObject({ version: '2.5.1', previousVersion: '2.5.0' });
}, 300_000);

/** After the shift: half an hour of watching, dashboards, evidence. */
async function throughWatching(world: World): Promise<void> {
  await world.windUntil('80m', async () => (await status(world, 'dashboards')) === 'waiting');
  await world.press(ON_CALL, 'Holds', 'Grafana: Backend');
  await world.press(ON_CALL, 'Holds', 'Saved searches');
  await world.press(CAPTAIN, 'Holds', 'Issues that were found');
  await world.fill(CAPTAIN, 'Attach evidence…', link);
  await world.press(ON_CALL, 'Confirm', 'The release is live and calm');
  expect(await world.run()).toMatchObject({ status: 'completed', verdict: { verdict: 'success' } });
}

test('[W5] straight to 100 %: tested on the idle colour, then everybody at once, and live', async () => {
  await using world = await toGate('/release start patch strategy=straight');
  await go(world);
  await looked(world);
  await throughWatching(world);
  expect(moves(world)).toEqual(['wimmel deploy green 2.4.1', 'wimmel traffic green 100']);
  expect(production(world)).toMatchObject({ live: 'green', share: null });
}, 300_000);

test('[W5] where no second colour can be had a canary goes to its end: the live one gets the version, and its users back', async () => {
  await using world = await toGate('/release start minor strategy=canary migration=yes');
  await go(world);
  await looked(world);
  await throughWatching(world);
  expect(moves(world)).toEqual([
    'wimmel deploy canary 2.5.0',
    'wimmel migrate up',
    'wimmel traffic canary 10',
    'wimmel traffic canary 50',
    'wimmel traffic canary 100',
    'wimmel deploy blue 2.5.0',
    'wimmel traffic canary 0',
  ]);
  expect(production(world)).toMatchObject({ live: 'blue', share: null, versions: { blue: '2.5.0', canary: '2.5.0' } });
}, 300_000);

/** The way back to its end: stable figures, a name for the post-mortem, the word of on-call. */
async function back(world: World): Promise<void> {
  await world.windUntil('30m', async () => (await status(world, 'follow-up')) === 'waiting');
  const stable = (await world.run()).steps['stable'];
  expect((stable?.endedAt ?? 0) - (stable?.startedAt ?? 0)).toBeGreaterThanOrEqual(15 * MINUTE);
  await world.fill(ON_CALL, 'Answer…', { 'input.postmortem-owner': CAPTAIN, 'input.follow-ups': 'A test of the map' });
  await world.press(CAPTAIN, 'Confirm', 'Runbook and alerts say');
  await world.press(ON_CALL, 'Confirm', 'The old version serves everybody');
  expect((await world.run()).status).toBe('rolled-back');
}

test('[W6] [W10] [W13] [W1] on call takes it back: users to blue, the version before on green, migrations down, and it is watched until stable', async () => {
  await using world = await toGate('/release start minor migration=yes');
  await go(world);
  await looked(world);
  await world.windUntil('30m', async () => (await world.run()).waves[1]?.shiftedAt != null);
  const before = world.commands().length;
  await world.fill(ON_CALL, 'Roll back…', { picked: '0', reason: 'the map is upside down' }, 'REL-1');
  await world.windUntil('1m', async () => (await status(world, 'stable')) === 'running');
  expect(moves(world, before)).toEqual(['wimmel traffic blue 100', 'wimmel deploy green 2.4.0', 'wimmel migrate down']);
  expect(production(world)).toMatchObject({ live: 'blue', share: null, schema: 1 });
  expect(world.direct('U0WSUPPORT').join()).toContain('was taken back');
  expect(marks(world)).toEqual(['Release: Wimmelwelt 2.5.0', 'Release taken back: Wimmelwelt 2.5.0']);
  expect(page(world).components['wimmelapi001']).toBe('degraded_performance');
  expect(page(world).incidents.map(one => one.updates)).toEqual([
    [expect.stringContaining('went back to the version')],
  ]);
  await back(world);
  expect(page(world).components['wimmelapi001']).toBe('operational');
  expect(page(world).incidents).toMatchObject([{ name: 'Back to the version before', status: 'resolved' }]);
  expect(world.services.github.opened).toMatchObject([
    { title: 'Wimmelwelt 2.5.0 was taken back: find the cause', labels: ['release', 'follow-up'] },
  ]);
  const ticket = world.services.github.opened[0]?.body ?? '';
  for (const said of ['the map is upside down', 'A test of the map', 'REL-1']) expect(ticket).toContain(said);
  expect(world.thread('REL-1').join()).toContain('https://github.com/shop/shop/issues/1');
  expect(finalNotes(world)).toMatch(/Final status: rolled back on .*the map is upside down.*decided by U0WONCALL/);
}, 300_000);

test('[W10] red smoke tests in production take it back by themselves, before anybody has the new version', async () => {
  await using world = await toGate('/release start patch strategy=straight');
  world.demo.wimmelwelt.setFault('wimmel-smoke', true);
  await go(world);
  await world.windUntil('2m', async () => (await world.run()).rollback !== null);
  await world.windUntil('1m', async () => (await status(world, 'stable')) === 'running');
  expect(moves(world)).toEqual(['wimmel deploy green 2.4.1', 'wimmel deploy green 2.4.0']);
  expect(production(world)).toMatchObject({ live: 'blue', share: null });
  await back(world);
  // No user ever had the new version: nobody is told of it outside.
  expect(page(world).incidents).toEqual([]);
  expect(marks(world)).toEqual([]);
}, 300_000);

test('[W5] [W6] [W7] a canary that returns errors pauses over 1 %, and after five minutes over 2 % goes back by itself', async () => {
  await using world = await toGate('/release start minor strategy=canary');
  await go(world);
  await looked(world);
  await world.windUntil('15m', async () => (await world.run()).waves[1]?.shiftedAt != null);
  world.demo.wimmelwelt.setFault('wimmel-errors', true);
  const struck = world.now();
  await world.windUntil('15m', async () => (await world.run()).status === 'paused');
  expect(world.card('REL-1')).toMatch(/5xx rate .* &gt; 1 %/);
  const before = world.commands().length;
  await world.windUntil('15m', async () => (await world.run()).rollback !== null);
  expect((await world.run()).rollback).toMatchObject({ by: null, reason: expect.stringMatching(/5xx rate.* > 2 ?%/) });
  expect(world.now() - struck).toBeGreaterThanOrEqual(5 * MINUTE);
  await world.windUntil('1m', async () => (await status(world, 'stable')) === 'running');
  expect(moves(world, before)).toEqual(['wimmel traffic canary 0', 'wimmel deploy canary 2.4.0']);
  await back(world);
}, 300_000);

/** Asked once more after something has changed: what they were shown is true no more, so first words count for nothing. */
async function goAgain(world: World): Promise<void> {
  for (const voter of [CAPTAIN, OWNER, CAPTAIN, OWNER])
    if ((await world.run()).steps['go']?.gate?.status === 'open') await world.press(voter, 'Go');
}

test('[W4] [W12] with nobody on call, an old backup and no restore test of the last 30 days nobody gets a go through, nor with one of them mended', async () => {
  await using world = await toGate('/release start minor', { drilled: false });
  world.pagerDuty.setOnCall('PWIMMEL', []);
  world.demo.wimmelwelt.setFault('wimmel-backup-old', true);
  const facts = [/on-call.*nobody is on call/, /backup-age &lt; 24h.*3 d/, /drill\.restore-test\.age.*never done/];
  await go(world);
  for (const said of facts) expect(world.card('REL-1')).toMatch(said);
  for (const mend of [
    async () => {
      world.pagerDuty.setOnCall('PWIMMEL', [{ user: 'PU0WONCALL', until: null }]);
      // Who is on call is looked up again after a minute.
      await world.wind('1m');
    },
    () => restoreTest(world),
    async () => world.demo.wimmelwelt.setFault('wimmel-backup-old', false),
  ]) {
    expect((await world.run()).steps['go']?.gate?.status).toBe('open');
    await mend();
    await goAgain(world);
  }
  await world.windUntil('2m', async () => (await world.run()).phases['production']?.status === 'running');
});

test('[W4] [W9] [W12] a restore test of five weeks ago holds the go back until there is a newer one, and what is overdue stands there', async () => {
  await using world = await toGate('/release start minor', { ago: '35d' });
  await world.press(CAPTAIN, 'Yes', 'way back');
  await world.press(CAPTAIN, 'Go');
  expect(world.card('REL-1')).toMatch(/drill\.restore-test\.age &lt; 30d does not hold: passed 35 d .*ago/);
  expect(world.card('REL-1')).toMatch(/On-call <@\w+> can do it: `\/runbook start restore-test wimmelwelt`/);
  expect(world.card('REL-1')).not.toMatch(/Overdue drill: Restore test/);
  expect(world.card('REL-1')).toMatch(/Overdue drill: Database failover \(every quarter\): never done/);
  await restoreTest(world);
  await goAgain(world);
  await world.windUntil('2m', async () => (await world.run()).phases['production']?.status === 'running');
}, 300_000);

test('[W8] approved before the window opens it waits, says when that is, and goes on by itself at eight', async () => {
  await using world = await toGate('/release start minor', { start: TUESDAY_EVENING - 20 * MINUTE });
  await go(world);
  expect(await status(world, 'ready')).toBeUndefined();
  expect(world.card('REL-1')).toContain('Tue, Thu 20:00-22:00');
  expect(moves(world)).toEqual([]);
  await world.windUntil('25m', async () => (await status(world, 'ready')) === 'done');
  expect(world.now() - TUESDAY_EVENING).toBeLessThan(2 * MINUTE);
  expect(world.now()).toBeGreaterThanOrEqual(TUESDAY_EVENING);
}, 300_000);

test('[W5] [W9] [W10] [W11] while a P1 alert fires on call is paged and nobody gets a go through, until the owner accepts it', async () => {
  await using world = await toGate('/release start minor');
  world.demo.wimmelwelt.setFault('wimmel-outage', true);
  await world.windUntil('12m', () => world.ringing(ON_CALL).length > 0);
  await go(world);
  expect(await status(world, 'ready')).toBeUndefined();
  expect(world.card('REL-1')).toMatch(/no-alert\.P1 does not hold: P1 .*5xx rate 12\.5 %/);

  // Accepted by the one who may, it is not asked again at T.
  await world.fill(OWNER, 'Override “no-alert.P1”…', { reason: 'The release repairs it' });
  await goAgain(world);
  await world.windUntil('2m', async () => (await status(world, 'variables-now')) === 'done');
  expect((await world.run()).overrides).toMatchObject([{ what: 'go:no-alert.P1', reason: 'The release repairs it' }]);
}, 300_000);

test('[W5] [W9] [W11] a P2 alert holds the go as a P1 does; over, nobody has to accept it', async () => {
  await using world = await toGate('/release start minor');
  world.demo.wimmelwelt.setFault('wimmel-database-slow', true);
  await world.windUntil('12m', () => world.ringing(ON_CALL).length > 0);
  await go(world);
  expect(world.card('REL-1')).toMatch(/no-alert\.P2 does not hold: P2 .*MongoDB p95/);
  expect((await world.run()).phases['production']?.status).toBe('pending');

  world.demo.wimmelwelt.setFault('wimmel-database-slow', false);
  await world.windUntil('15m', () => world.ringing(ON_CALL).length === 0);
  await goAgain(world);
  await world.windUntil('2m', async () => (await world.run()).phases['production']?.status === 'running');
  expect((await world.run()).overrides).toEqual([]);
}, 300_000);

test('[W2] [W3] [W7] red CI stops a release and nobody may skip that; so does a red figure on staging, and skipped it is not green', async () => {
  await using world = await startWorld({ products: [WIMMELWELT] });
  world.demo.wimmelwelt.setFault('wimmel-ci-red', true);
  await begun(world, '/release start minor');
  expect(await status(world, 'ci')).toBe('failed');
  expect(world.thread('REL-1').join()).toContain('1 of 212 tests failed');
  for (const one of [CAPTAIN, OWNER]) expect(world.labels(one)).not.toContain('Skip…');
  world.demo.wimmelwelt.setFault('wimmel-ci-red', false);
  await world.press(CAPTAIN, 'Retry');

  world.demo.wimmelwelt.setFault('wimmel-errors', true);
  await preflight(world);
  await world.windUntil('10m', async () => (await status(world, 'staging-figures')) === 'failed');
  expect((await world.run()).steps['staging-figures']?.says).toMatch(/5xx rate .*> 2 %/);
  const { modal } = await world.ask(CAPTAIN, 'Skip…');
  expect(JSON.stringify(modal)).toContain('skipped, it can never pass');
  await world.submit(CAPTAIN, { reason: 'It looks fine to me' });
  await staging(world);
  await go(world);
  expect(world.card('REL-1')).toMatch(/phase\.staging does not hold: skipped: The figures of staging/);
  expect((await world.run()).phases['production']?.status).toBe('pending');
}, 300_000);

test('[W5] [W6] [W13] straight to everybody, and push does not arrive: after ten minutes all are back on blue by themselves', async () => {
  await using world = await toGate('/release start patch strategy=straight');
  await go(world);
  await looked(world);
  await world.windUntil('5m', async () => (await world.run()).waves[0]?.shiftedAt != null);
  world.demo.wimmelwelt.setFault('wimmel-push', true);
  const [struck, before] = [world.now(), world.commands().length];
  await world.windUntil('20m', async () => (await world.run()).rollback !== null);
  expect((await world.run()).rollback).toMatchObject({
    by: null,
    reason: expect.stringMatching(/Push success.* < 95 ?%/),
  });
  expect(world.now() - struck).toBeGreaterThanOrEqual(10 * MINUTE);
  await world.windUntil('1m', async () => (await status(world, 'stable')) === 'running');
  expect(moves(world, before)).toEqual(['wimmel traffic blue 100', 'wimmel deploy green 2.4.0']);
  expect(production(world)).toMatchObject({ live: 'blue', share: null });
  expect(page(world).components['wimmelapi001']).toBe('degraded_performance');
  await back(world);
}, 300_000);
