import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { World } from '../support/bot.ts';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/people');
const [ANA, CEM, PIA, LI, QUI, SAM] = ['U0ANA', 'U0CEM', 'U0PIA', 'U0LI', 'U0QUI', 'U0SAM'] as const;

async function started(build: 'works' | 'fails'): Promise<World> {
  const world = await startWorld({ products: [PRODUCT] });
  builds(world, build === 'works');
  await world.type(ANA, '/release start minor');
  return world;
}

function builds(world: World, works: boolean): void {
  const script = works ? 'console.log("built")' : 'process.exitCode = 1';
  writeFileSync(join(world.repository.path, 'build.mjs'), script);
}

const types = async (world: World) => (await world.timeline()).map(fact => fact.type);

test('[W1] whoever does a step is asked when it fails; when nobody takes it, those who answer for it are asked', async () => {
  await using world = await started('fails');
  expect(world.direct(LI).join()).toContain('"Build it" failed');
  expect(world.direct(PIA)).toEqual([]);
  expect(world.direct(ANA)).toEqual([]);
  expect(world.thread().join('\n')).toContain('Nobody looks after it yet.');

  await world.wind('11m');
  expect(world.direct(ANA).join()).toContain('nobody has taken “Build it” yet');
  expect(world.direct(LI)).toHaveLength(1);
  await world.wind('60m');
  expect(world.direct(ANA)).toHaveLength(1);
  expect((await types(world)).filter(type => type === 'step.unclaimed')).toHaveLength(1);
});

test('[W1] one person takes a failed step, the others see who; another may take it over, and that is seen too', async () => {
  await using world = await started('fails');
  expect((await world.ask(SAM, 'I take it')).text).toContain('is for DevOps or Captain or');
  await world.press(LI, 'I take it');
  expect(world.thread().join('\n')).toContain('<@U0LI> looks after it');
  expect((await world.ask(LI, 'Take it over')).text).toContain('already');
  await world.wind('30m');
  expect(await types(world)).not.toContain('step.unclaimed');

  await world.press(ANA, 'Take it over');
  expect((await world.run()).steps['build']?.care).toMatchObject({ user: ANA, taken: true });
  expect(world.thread().join('\n')).toContain('<@U0ANA> looks after “Build it”.');

  await world.fill(ANA, 'Hand over…', { to: CEM, note: 'The disk is full' }, 'Build it');
  expect(world.direct(CEM).join()).toMatch(/<@U0ANA> asks you to look after “Build it”[\s\S]*The disk is full/);
  expect((await world.run()).steps['build']?.care).toMatchObject({ user: CEM, taken: false });

  builds(world, true);
  await world.press(CEM, 'Retry', 'Build it');
  expect((await world.run()).steps['build']).toMatchObject({ status: 'done', care: null });
});

test('[R2] a release is offered with a brief and stays with its captain until it is accepted', async () => {
  await using world = await started('fails');
  expect((await world.type(SAM, '/release handover REL-1 <@U0CEM>')).text).toContain('is for Captain or Product owner');
  expect((await world.type(ANA, '/release handover <@U0CEM> The build is red')).text).toContain('is offered to');
  await world.wind('5s');
  expect(world.card()).toContain('Captain <@U0ANA> (offered to <@U0CEM>)');
  expect(world.direct(CEM).join()).toContain('The build is red');

  await world.fill(CEM, 'Decline…', { reason: 'I am on a train' });
  expect((await world.run()).captain).toBe(ANA);
  expect(world.direct(ANA).join()).toContain('<@U0CEM> declined');

  await world.type(ANA, '/release handover <@U0CEM>');
  expect(world.direct(CEM).at(-1)).toContain('It stands still: "Build it" failed');
  await world.press(CEM, 'Accept', 'It stands still');
  await world.wind('5s');
  expect(world.card()).toContain('Captain <@U0CEM>');
  expect((await world.store.runs({ kind: 'release', owner: CEM })).map(run => run.id)).toEqual(['REL-1']);
  const deeds = (await types(world)).filter(type => /^(handover|release\.captain)/.test(type));
  expect(deeds).toEqual([
    'handover.offered',
    'handover.declined',
    'handover.offered',
    'handover.accepted',
    'release.captain-set',
  ]);
  // An old button of an offer that is over gives nothing away.
  expect((await world.ask(CEM, 'Accept', 'The build is red')).text).toContain('is offered to nobody now');
});

test('[R2] whoever may start a release may take one whose captain is gone, at once and visibly', async () => {
  await using world = await started('fails');
  expect((await world.type(CEM, '/release handover <@U0CEM>')).text).toContain('You are the captain');
  expect((await world.run()).captain).toBe(CEM);
  expect(world.thread().join('\n')).toContain('<@U0CEM> took over and is the captain now');
});

test('[X3] handing a release over frees nobody from needing somebody else’s go, and neither does taking it', async () => {
  await using world = await started('works');
  await world.type(PIA, '/release handover <@U0PIA>');
  expect((await world.ask(PIA, 'Go')).text).toContain('You lead REL-1, so somebody else has to say go');
});

test('[W1] the table drives: the accountable decide, the consulted see the question, the informed hear how it went', async () => {
  await using world = await started('works');
  const question = world.thread().findLast(text => text.includes('Go or no-go')) ?? '';
  expect(question).toContain(
    'Consulted: QA <@U0QUI>. Say in this thread what speaks against it; nobody waits for you.',
  );
  expect((await world.ask(ANA, 'Go')).text).toContain('is for Product owner');
  expect(world.direct(QUI)).toEqual([]);

  await world.press(PIA, 'Go');
  const told = () => world.direct(SAM).join('\n');
  expect(told()).toContain('was started by <@U0ANA>');
  expect(told()).toMatch(/Go\.[\s\S]*Rollout/);
  // Rollout names no role: the responsible of deploy do it.
  expect((await world.ask(QUI, 'Confirm', 'It looks right')).text).toContain('is for DevOps');

  await world.fill(LI, 'Roll back…', { picked: '0' });
  expect((await world.run()).status).toBe('rolled-back');
  expect(told()).toContain('Rolling back');
  expect(told()).toContain('Rolled back');
  expect(world.direct(QUI).join()).toContain('Rolling back');
  expect(world.direct(PIA).join()).toContain('is rolling back');
  expect(world.direct(LI).join()).not.toContain('Rolling back');
});

test('[W1] where the table says who may skip, the step’s own role may not', async () => {
  await using world = await started('fails');
  expect((await world.ask(LI, 'Skip…')).text).toContain('is for QA or Product owner');
  await world.fill(QUI, 'Skip…', { reason: 'It built yesterday' });
  expect((await world.run()).steps['build']?.status).toBe('skipped');
});
