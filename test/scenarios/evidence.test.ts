import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { World } from '../support/bot.ts';
import { CHANNEL, startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/proof');
const ANA = 'U0ANA';
const CEM = 'U0CEM';
const LOG = Buffer.from('all 212 checks passed\n');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function started(): Promise<World> {
  const world = await startWorld({ products: [PRODUCT] });
  await world.type(ANA, '/release start minor');
  return world;
}

const uploaded = (world: World, name: string, mimetype: string, content = LOG) =>
  world.slack.upload({ user: ANA, name, mimetype, content });

test('[W13] a log that is uploaded stands on the timeline with its name, size and the hash of its content', async () => {
  await using world = await started();
  expect(world.labels(ANA)).not.toContain('Confirm');
  await world.fill(ANA, 'Attach a log…', { file: [uploaded(world, 'smoke.log', 'text/plain')] });

  const [attached] = (await world.timeline()).filter(fact => fact.type === 'evidence.attached');
  expect(attached?.data).toMatchObject({
    step: 'logged',
    label: 'log',
    file: { name: 'smoke.log', type: 'text/plain', size: LOG.length, sha256: sha256(LOG) },
  });
  expect(attached?.data.link).toMatch(/^https:\/\/.*\.slack\.com\/files\/U0ANA\//);
  expect(attached?.actor).toMatchObject({ user: ANA });
  expect(world.thread().join('\n')).toContain(`sha256 \`${sha256(LOG).slice(0, 12)}…\``);
  await world.press(ANA, 'Confirm', 'The log was read');
  expect((await world.run()).steps['logged']?.status).toBe('done');
});

test('[W13] what is no image is no image, whatever it is called, and a link is none either', async () => {
  await using world = await started();
  await world.fill(ANA, 'Attach a log…', { file: [uploaded(world, 'smoke.log', 'text/plain')] });
  await world.press(ANA, 'Confirm', 'The log was read');

  await world.fill(ANA, 'Attach an image…', { file: [uploaded(world, 'page.png', 'text/html')] });
  expect(world.thread().join('\n')).toContain('is not attached: page.png is no image (text/html).');
  expect((await world.run()).steps['seen']?.evidence).toEqual([]);
  expect(world.labels(ANA)).not.toContain('Confirm');
  await world.ask(ANA, 'Attach an image…');
  expect(await world.submit(ANA, { link: 'https://wiki.example/page.png' })).toContain('needs an image in Slack');

  await world.submit(ANA, { link: '', file: [uploaded(world, 'page.png', 'image/png')] });
  await world.press(ANA, 'Confirm', 'It looks right');
  expect((await world.run()).steps['seen']?.evidence).toHaveLength(1);
});

test('[W13] a file shared in the thread is attached by its link; one of somebody else from elsewhere is not looked into', async () => {
  await using world = await started();
  const secret = world.slack.upload({ user: CEM, name: 'salaries.log', mimetype: 'text/plain', content: LOG });
  await world.fill(ANA, 'Attach a log…', { link: String(secret['permalink']) });
  const thread = () => world.thread().join('\n');
  expect(thread()).toContain('it is neither yours nor shared in this channel');
  expect(thread()).not.toContain('salaries');

  const shared = world.slack.upload({
    user: CEM,
    name: 'smoke.log',
    mimetype: 'text/plain',
    content: LOG,
    channel: CHANNEL,
  });
  await world.fill(ANA, 'Attach a log…', { link: String(shared['permalink']) });
  expect((await world.run()).steps['logged']?.evidence).toMatchObject([
    { by: ANA, file: { name: 'smoke.log', sha256: sha256(LOG) } },
  ]);
});

test('[R4] a file Slack does not hand over counts for nothing until it does; then it counts once', async () => {
  await using world = await started();
  world.slack.faults.add({ method: 'files-pri', kind: 'http-error', status: 503, times: 5 });
  await world.fill(ANA, 'Attach a log…', { file: [uploaded(world, 'smoke.log', 'text/plain')] });
  expect((await world.run()).steps['logged']?.evidence).toEqual([]);
  await world.wind('10m');
  expect((await world.run()).steps['logged']?.evidence).toHaveLength(1);

  world.slack.faults.add({ method: 'files-pri', kind: 'http-error', status: 503, times: 6 });
  await world.fill(ANA, 'Attach a log…', { file: [uploaded(world, 'other.log', 'text/plain')] });
  await world.wind('20m');
  expect((await world.run()).steps['logged']?.evidence).toHaveLength(1);
  expect(world.thread().join('\n')).toContain('it could not be read: Slack answered 503 instead of a file');
});

test('[W13] a bot killed while it reads a file reads it again, and it is attached once', async () => {
  await using world = await started();
  world.slack.faults.add({ method: 'files-pri', kind: 'http-error', status: 503, times: 1 });
  await world.fill(ANA, 'Attach a log…', { file: [uploaded(world, 'smoke.log', 'text/plain')] });
  await world.kill();
  await world.restart();
  await world.wind('5m');
  expect((await world.run()).steps['logged']?.evidence).toHaveLength(1);
});

test('[V16] a document may be a file too, and is due like any other', async () => {
  await using world = await started();
  for (const [label, name, near] of [
    ['Attach a log…', 'smoke.log', 'The log was read'],
    ['Attach an image…', 'page.png', 'It looks right'],
  ] as const) {
    const mimetype = name.endsWith('log') ? 'text/plain' : 'image/png';
    await world.fill(ANA, label, { file: [uploaded(world, name, mimetype)] });
    await world.press(ANA, 'Confirm', near);
  }
  await world.fill(ANA, 'Attach plan…', { file: [uploaded(world, 'plan.pdf', 'application/pdf')] });
  expect((await world.run()).steps['plan']).toMatchObject({ status: 'done', says: 'attached: plan' });
});
