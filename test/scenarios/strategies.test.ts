import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, type Kind, QA, RELEASE_MANAGER } from '../support/valero.ts';

const cluster = (world: World) => world.demo.state().cluster;
const version = (world: World, name: string) => cluster(world).deployments[name]?.version;
const replicas = (world: World, name: string) => cluster(world).deployments[name]?.replicas;
/** What production was told, without what only looks. */
const changes = (world: World, from = 0) =>
  world
    .commands()
    .slice(from)
    .filter(command => !/ (get|rollout status|exec) /.test(command));

async function started(line: string, kind: Kind, product = valeroInHaste()): Promise<World> {
  const world = await startWorld({ products: [product] });
  await world.type(RELEASE_MANAGER, line);
  await evening.vote(world, kind);
  return world;
}

async function rollBack(world: World, id = 'REL-1'): Promise<void> {
  await world.fill(DEVOPS, 'Roll back…', { reason: 'Totals are wrong' }, id);
  await world.windUntil('5m', async () => (await world.run(id)).steps['rollback.checkpoint']?.status === 'waiting');
  await evening.rolledBack(world);
  expect((await world.run(id)).status).toBe('rolled-back');
}

test('[V1] [V5] a patch rolls out to everybody at once and is done, with a verdict', async () => {
  await using world = await started('/release start patch', 'patch');
  await evening.rollout(world, '15m');
  expect(changes(world)).toEqual(['kubectl set image deployment/document-domain document=valero-neuroerp:1.2.1']);
  await evening.overview(world);
  await evening.postChecks(world, 'patch');
  expect((await world.run()).status).toBe('completed');
  expect((await world.run()).verdict?.verdict).toBe('success');
  expect(version(world, 'document-domain')).toBe('1.2.1');
});

test('[V7] [V8] a critical journey that does not hold cannot be skipped; whoever may is told to roll back, and a rolling update is undone', async () => {
  await using world = await started('/release start hotfix', 'patch');
  await evening.rollout(world, '15m');
  await evening.overview(world);
  await world.windUntil('40m', async () => (await world.run()).steps['smoke']?.status === 'waiting');
  await world.press(QA, 'Does not hold', 'Document: written');
  expect(world.card()).toMatch(/turned into a PDF, mailed" does not hold, says <@U0QA>.*one of them presses Roll back/);
  for (const one of [QA, DEVOPS, RELEASE_MANAGER]) expect(world.labels(one)).not.toContain('Skip…');
  expect((await world.ask(QA, 'Roll back…')).text).toMatch(/is for/);
  const before = world.commands().length;
  await rollBack(world);
  expect(changes(world, before)).toEqual(['kubectl rollout undo deployment/document-domain']);
  expect(version(world, 'document-domain')).toBe('1.2.0');
});

/** Nothing but the step at its end looks at the audit log after the rollout. */
function unwatchedLog(): string {
  return valeroInHaste(release => {
    for (const { watch } of release.phases.flatMap(phase => [phase, ...phase.steps]))
      if (watch) watch.metrics = watch.metrics.filter(metric => metric !== 'integrity');
  });
}

test('[V6] [V7] [V8] an audit log found broken by the integrity check after the rollout takes the release back by itself', async () => {
  await using world = await started('/release start patch', 'patch', unwatchedLog());
  await evening.rollout(world, '15m');
  await evening.overview(world);
  world.demo.setFault('integrity-broken', true);
  await world.windUntil('40m', async () => (await world.run()).rollback !== null);
  expect(await world.run()).toMatchObject({
    rollback: { by: null, reason: expect.stringMatching(/Check the integrity of the audit log.*\/ok is false/) },
    steps: { calm: { status: 'done' }, integrity: { status: 'failed' } },
  });
  await world.windUntil('5m', async () => (await world.run()).steps['rollback.checkpoint']?.status === 'waiting');
  expect(version(world, 'document-domain')).toBe('1.2.0');
});

test('[V1] a patch may go out as a canary, to 10 % and then to all', async () => {
  await using world = await started('/release start patch strategy=canary', 'patch');
  await evening.rollout(world, '15m');
  const waves = (await world.run()).waves.map(wave => [wave.weight, wave.targets]);
  expect(waves).toEqual([
    [10, ['pilot-1']],
    [100, ['all']],
  ]);
  await rollBack(world);
  expect(version(world, 'document-domain')).toBe('1.2.0');
  expect(cluster(world).weight).toBe(0);
});

test('[V1] [V5] a patch as a canary goes to its end: the live deployment has the version, nobody is on the canary', async () => {
  await using world = await started('/release start patch strategy=canary', 'patch');
  await evening.rollout(world, '15m');
  await evening.overview(world);
  await evening.postChecks(world, 'patch');
  expect(await world.run()).toMatchObject({ status: 'completed', verdict: { verdict: 'success' } });
  expect(version(world, 'document-domain')).toBe('1.2.1');
  expect(cluster(world).weight).toBe(0);
}, 240_000);

test('[V5] blue/green goes to the colour that is not live, tests it, switches, and shuts the old one down after its standby', async () => {
  await using world = await started('/release start minor strategy=blue-green', 'minor');
  await world.windUntil('5m', async () => (await world.run()).steps['switch']?.began === true);
  expect(world.commands()).toContain('kubectl exec deployment/document-domain-green -- npm run test:smoke');
  await world.settle();
  expect(cluster(world).colour).toBe('green');
  expect(replicas(world, 'document-domain')).toBe(3);

  await evening.rollout(world, '15m');
  expect(changes(world)).toEqual([
    'kubectl set image deployment/document-domain-green document=valero-neuroerp:1.3.0',
    'kubectl scale deployment/document-domain-green --replicas=3',
    'kubectl patch service document-domain -p {"spec":{"selector":{"version":"green"}}}',
    'kubectl scale deployment/document-domain --replicas=0',
  ]);
  expect(replicas(world, 'document-domain')).toBe(0);
  await evening.overview(world);
  await evening.postChecks(world);
  expect((await world.run()).status).toBe('completed');

  const before = world.commands().length;
  await world.type(RELEASE_MANAGER, '/release start minor 1.4.0 strategy=blue-green');
  await evening.vote(world);
  await evening.rollout(world, '15m', 'REL-2');
  expect(changes(world, before)).toEqual([
    'kubectl set image deployment/document-domain-blue document=valero-neuroerp:1.4.0',
    'kubectl scale deployment/document-domain-blue --replicas=3',
    'kubectl patch service document-domain -p {"spec":{"selector":{"version":"blue"}}}',
    'kubectl scale deployment/document-domain-green --replicas=0',
  ]);

  const back = world.commands().length;
  await rollBack(world, 'REL-2');
  expect(changes(world, back)).toEqual([
    'kubectl scale deployment/document-domain-green --replicas=3',
    'kubectl patch service document-domain -p {"spec":{"selector":{"version":"green"}}}',
    'kubectl scale deployment/document-domain-blue --replicas=0',
  ]);
  expect(cluster(world).colour).toBe('green');
}, 240_000);

test('[V5] after a blue/green release a patch rolls out to the colour that is live, not to the plain deployment', async () => {
  await using world = await started('/release start minor strategy=blue-green', 'minor');
  await evening.rollout(world, '15m');
  await evening.overview(world);
  await evening.postChecks(world);
  // Scenarios from the gate on set no tag.
  execFileSync('git', ['tag', '--annotate', 'v1.3.0', '--message', '1.3.0'], { cwd: world.repository.path });
  await world.type(RELEASE_MANAGER, '/release start patch');
  await evening.vote(world, 'patch');
  await evening.rollout(world, '15m', 'REL-2');
  expect(version(world, 'document-domain-green')).toBe('1.3.1');
  expect(version(world, 'document-domain')).toBe('1.2.0');
}, 240_000);

test('[V5] [V8] the first blue/green release goes back to where there was no colour', async () => {
  await using world = await started('/release start minor strategy=blue-green', 'minor');
  await evening.rollout(world, '15m');
  await rollBack(world);
  expect(cluster(world).colour).toBeUndefined();
  expect([replicas(world, 'document-domain'), replicas(world, 'document-domain-green')]).toEqual([3, 0]);
});

test('[V5] a new colour that fails its tests never gets a user', async () => {
  await using world = await started('/release start minor strategy=blue-green', 'minor');
  world.demo.setFault('canary-errors', true);
  await world.windUntil('5m', async () => (await world.run()).steps['idle-tested']?.status === 'failed');
  expect(cluster(world).colour).toBeUndefined();
  expect(world.labels(DEVOPS)).not.toContain('Skip…');
  await rollBack(world);
  expect(replicas(world, 'document-domain-green')).toBe(0);
});

test('[V1] [V5] a major release lets pilots in for three phases, switches, and gives the canary back', async () => {
  await using world = await started('/release start major at 20:05', 'major');
  await evening.rollout(world, '30m');
  expect((await world.run()).waves.map(wave => wave.weight)).toEqual([10, 25, 50, 100]);
  expect(cluster(world)).toMatchObject({ colour: 'green', weight: 0 });
  await evening.overview(world);
  await evening.postChecks(world);
  expect((await world.run()).status).toBe('completed');
  expect(version(world, 'document-domain-green')).toBe('2.0.0');
});

test('[V8] a major release turned round among its pilots takes them off the canary and never switches', async () => {
  await using world = await started('/release start major at 20:05', 'major');
  await world.windUntil('15m', async () => (await world.run()).waves[1]?.shiftedAt != null);
  const before = world.commands().length;
  await rollBack(world);
  expect(changes(world, before)).toEqual([
    'kubectl set weight canary-service 0',
    'kubectl scale deployment/document-domain-green --replicas=0',
  ]);
  expect(cluster(world)).toMatchObject({ colour: undefined, weight: 0 });
});
