import type { World } from './bot.ts';

/** The people of VALERO as product.yml names them. */
export const RELEASE_MANAGER = 'U0RELMGR';
export const PRODUCT_OWNER = 'U0PO';
export const DEVOPS = 'U0DEVOPS';
export const QA = 'U0QA';
export const AUDITOR = 'U0AUDIT';
export const ON_CALL = 'U0ONCALL';

/** Everything a shipped minor release asks people, phase by phase: the way a good evening goes. */
export const evening = { prepare, preChecks, vote, toGate, rollout, overview, postChecks };

/** Preparation: the machine builds and tests, DevOps attaches the way back, the release manager confirms. */
async function prepare(world: World): Promise<void> {
  await world.fill(DEVOPS, 'Attach rollback-plan…', { link: 'https://wiki.valero.example/rollback' });
  await world.press(RELEASE_MANAGER, 'Confirm', 'All tests are green');
}

/** Pre-checks: QA vouches for the DTOs, the boxes nobody else can tick are ticked. */
async function preChecks(world: World): Promise<void> {
  await world.press(QA, 'Confirm', 'The DTOs');
  await world.press(QA, 'Holds', 'Breaking schema changes');
  await world.press(AUDITOR, 'Holds', 'on record as a draft');
  await world.press(QA, 'Confirm', 'All pre-checks are green');
}

/** Both say go. */
async function vote(world: World): Promise<void> {
  await world.press(RELEASE_MANAGER, 'Go');
  await world.press(PRODUCT_OWNER, 'Go');
}

/** From `/release start minor` to the open go/no-go. */
async function toGate(world: World, line = '/release start minor'): Promise<void> {
  await world.type(RELEASE_MANAGER, line);
  await prepare(world);
  await preChecks(world);
}

/** From T to the end of the last soak: 5 minutes of baseline, then 15, 30 and 10. */
async function rollout(world: World): Promise<void> {
  await world.windUntil('70m', async () => (await world.run()).steps['rollout.checkpoint']?.status === 'waiting');
}

/** The boxes during the rollout. */
async function overview(world: World): Promise<void> {
  await world.press(DEVOPS, 'Holds', 'The health checks are green');
  await world.press(DEVOPS, 'Holds', 'Monitoring is on');
  await world.press(DEVOPS, 'Holds', 'The logs were watched');
  await world.press(DEVOPS, 'Confirm', 'The rollout is through');
}

/** Half an hour of watching, the smoke tests, the boxes afterwards. */
async function postChecks(world: World): Promise<void> {
  await world.windUntil('40m', async () => (await world.run()).steps['smoke']?.status === 'waiting');
  await world.press(QA, 'Holds', 'Document: written');
  await world.press(QA, 'Holds', 'Contract: written');
  await world.press(QA, 'Holds', 'The comparison of the figures');
  await world.press(RELEASE_MANAGER, 'Holds', 'The release notes are published');
  await world.press(AUDITOR, 'Holds', 'on record as completed');
  await world.press(RELEASE_MANAGER, 'Holds', 'The retrospective is planned');
  await world.press(QA, 'Confirm', 'The release is a success');
}
