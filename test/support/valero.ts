import type { World } from './bot.ts';

/** The people of VALERO as product.yml names them. */
export const RELEASE_MANAGER = 'U0RELMGR';
export const PRODUCT_OWNER = 'U0PO';
export const DEVOPS = 'U0DEVOPS';
export const QA = 'U0QA';
export const AUDITOR = 'U0AUDIT';
export const ON_CALL = 'U0ONCALL';

export type Kind = 'patch' | 'minor' | 'major';

/** Everything a shipped release asks people, phase by phase: the way a good evening goes. A minor one where none is said. */
export const evening = { prepare, writeNotes, preChecks, vote, toGate, rollout, overview, postChecks, rolledBack };

/** Preparation: the machine builds and tests, the documents are attached, the release manager confirms. */
async function prepare(world: World, kind: Kind = 'minor'): Promise<void> {
  if (kind === 'major')
    await world.fill(PRODUCT_OWNER, 'Attach migration-guide…', { link: 'https://wiki.valero.example/guide' });
  if (kind !== 'patch')
    await world.fill(DEVOPS, 'Attach rollback-plan…', { link: 'https://wiki.valero.example/rollback' });
  await writeNotes(world);
  await world.press(RELEASE_MANAGER, 'Confirm', 'All tests are green');
}

/** What the commits cannot tell: how to get back. */
async function writeNotes(world: World): Promise<void> {
  await world.fill(RELEASE_MANAGER, 'Edit the notes…', { 'notes.3': 'Image N-1 and the down-migration.' });
}

/** Pre-checks: QA vouches for what no tool compares, the boxes nobody else can tick are ticked. */
async function preChecks(world: World, kind: Kind = 'minor'): Promise<void> {
  if (kind === 'major') await world.press(QA, 'Confirm', 'Each breaking change');
  await world.press(QA, 'Holds', 'Breaking schema changes');
  if (kind === 'patch') await world.press(DEVOPS, 'Holds', 'The rollback plan is ready');
  else await world.press(RELEASE_MANAGER, 'Holds', 'told a day ahead');
  if (kind !== 'major') await world.press(QA, 'Holds', 'The DTOs');
  await world.press(QA, 'Confirm', 'All pre-checks are green');
}

/** Whoever is asked says go. */
async function vote(world: World, kind: Kind = 'minor'): Promise<void> {
  if (kind === 'major') await allowDowntime(world);
  await world.press(RELEASE_MANAGER, 'Go');
  if (kind !== 'patch') await world.press(PRODUCT_OWNER, 'Go');
  if (kind === 'major') await world.press(QA, 'Go');
}

/** A major release has downtime, which is approved before anybody says go. */
async function allowDowntime(world: World): Promise<void> {
  await world.fill(RELEASE_MANAGER, 'Open the window…', { reason: 'It was announced' });
  await world.fill(PRODUCT_OWNER, 'Open the window…', { reason: 'Customers know' });
}

/** From `/release start` to the open go/no-go. */
async function toGate(world: World, line = '/release start minor', kind: Kind = 'minor'): Promise<void> {
  await world.type(RELEASE_MANAGER, line);
  await prepare(world, kind);
  await preChecks(world, kind);
}

/** From T to the end of the last soak: 5 minutes of baseline, then for a canary 15, 30 and 10. */
async function rollout(world: World, within = '70m', id = 'REL-1'): Promise<void> {
  await world.windUntil(within, async () => (await world.run(id)).steps['rollout.checkpoint']?.status === 'waiting');
}

/** The boxes during the rollout. */
async function overview(world: World): Promise<void> {
  await world.press(DEVOPS, 'Holds', 'The health checks are green');
  await world.press(DEVOPS, 'Holds', 'Monitoring is on');
  await world.press(DEVOPS, 'Holds', 'The logs were watched');
  await world.press(DEVOPS, 'Confirm', 'The rollout is through');
}

/** Half an hour of watching, the smoke tests, the boxes afterwards. */
async function postChecks(world: World, kind: Kind = 'minor', id = 'REL-1'): Promise<void> {
  await world.windUntil('40m', async () => (await world.run(id)).steps['smoke']?.status === 'waiting');
  await world.press(DEVOPS, 'Holds', 'The logs of this half hour');
  await world.press(QA, 'Holds', 'Document: written');
  await world.press(QA, 'Holds', 'Contract: written');
  if (kind !== 'patch')
    await world.fill(RELEASE_MANAGER, 'Attach lessons-learned…', { link: 'https://wiki.valero.example/lessons' });
  if ((await world.run(id)).comparisons['kpi']?.passed === false)
    await world.press(QA, 'Holds', 'The comparison of the figures');
  await world.press(RELEASE_MANAGER, 'Holds', 'The release notes are published');
  if (kind === 'patch') await world.press(RELEASE_MANAGER, 'Holds', 'The retrospective is planned');
  else await world.press(AUDITOR, 'Holds', 'on record as completed');
  await world.press(QA, 'Confirm', 'The release is a success');
}

/** The boxes of a rollback, each by its owner. */
async function rolledBack(world: World): Promise<void> {
  await world.press(RELEASE_MANAGER, 'Holds', 'The reason is written down');
  await world.press(DEVOPS, 'Holds', 'The migrations were taken back');
  await world.press(DEVOPS, 'Holds', 'The feature flags are off');
  await world.press(RELEASE_MANAGER, 'Holds', 'The incident report exists');
  await world.press(AUDITOR, 'Holds', 'the rollback is on record');
  await world.press(RELEASE_MANAGER, 'Holds', 'The post-mortem is planned');
  await world.press(DEVOPS, 'Confirm', 'The old state is back');
}
