import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventStream } from '#src/adapters/nats/event-stream.ts';
import { hasNats, startNats } from '../adapters/nats/nats-server.ts';
import { startWorld } from '../support/bot.ts';
import { outside } from '../support/outside.ts';

const title = hasNats()
  ? 'with a real NATS server'
  : 'with a real NATS server: NOT RUN, there is no nats-server here (apt-get install nats-server)';
const KEEPER = 'U0ANA';
const SUBJECTS = ['started', 'marked', 'completed'].map(name => `gonogo.lighthouse.lighthouse.release.${name}`);

async function withNats() {
  const nats = await startNats();
  const eventStream = createEventStream({ servers: [nats.server], tls: false });
  onTestFinished(async () => {
    await eventStream[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
  });
  const { subscriber, product, ports } = await outside();
  subscriber.answer('/events', { status: 204 });
  return { nats, subscriber, product, ports: { ...ports, eventStream } };
}

describe.runIf(hasNats())(title, () => {
  test('[V12] published names are kept once and in order, beside what subscribers are sent, also by a server that was away', async () => {
    const { nats, subscriber, product, ports } = await withNats();
    await nats.addStream('gonogo', ['gonogo.>']);
    await nats.stop();
    await using world = await startWorld({ products: [product], ports });
    await world.type(KEEPER, '/release start patch');
    await world.press(KEEPER, 'Confirm', 'has an owner');
    expect((await world.run()).status).toBe('completed');
    await world.wind('20m');
    await nats.start();
    await world.wind('10m');
    const kept = await nats.kept('gonogo');
    expect(kept.map(one => one.subject)).toEqual(SUBJECTS);
    // Whoever hears both knows one event from the other by its id.
    expect(kept.map(one => JSON.parse(one.body))).toEqual(subscriber.requests.map(one => JSON.parse(one.body)));
    expect(kept.map(one => one.id)).toEqual(subscriber.requests.map(one => one.headers['webhook-id']));
  });

  test('[V12] without a stream the thread says so a day later, of all that waited, and nothing is called sent', async () => {
    const { product, ports } = await withNats();
    await using world = await startWorld({ products: [product], ports });
    await world.type(KEEPER, '/release start patch');
    await world.press(KEEPER, 'Confirm', 'has an owner');
    await world.wind('5m');
    expect(world.thread().join('\n')).not.toContain('Given up');
    await world.kill();
    await world.passWithoutBot('24h');
    await world.restart();
    await world.wind('1m');
    const given = world
      .thread()
      .join('\n')
      .split('\n')
      .filter(line => line.includes('Given up (event.deliver)'));
    expect(given).toHaveLength(3);
    for (const [index, subject] of SUBJECTS.entries())
      expect(given[index]).toContain(`has no stream that takes ${subject}: add one`);
  });
});
