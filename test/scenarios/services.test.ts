import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { STATUSPAGE_COMPONENT } from '#src/fakes/services/statuspage.ts';
import { startWorld, type World } from '../support/bot.ts';
import { outside, SECRET } from '../support/outside.ts';

const KEEPER = 'U0ANA';

const status = async (world: World, step: string) => (await world.run()).steps[step]?.status;

test('[W6] [W10] dashboards, status page and tickets hear of a release, each once though answers are lost', async () => {
  const { subscriber, product, ports } = await outside();
  subscriber.answer('/events', { status: 204 });
  await using world = await startWorld({ products: [product], ports });
  const { services } = world;
  // The mark is made and its answer lost; so is the one of the ticket.
  services.strike('lose-answer');
  await world.type(KEEPER, '/release start patch');
  await world.windUntil('10m', async () => (await status(world, 'owned')) === 'waiting');
  expect(services.grafana.annotations.map(one => one.text)).toEqual(['Lighthouse 1.2.1 goes live']);
  expect(services.github.opened).toMatchObject([{ title: 'Look after 1.2.1', labels: ['release'] }]);
  expect(services.github.opened[0]?.body).toContain(services.statuspage.incidents[0]?.shortlink);
  expect(services.statuspage.components[STATUSPAGE_COMPONENT]).toBe('major_outage');
  expect(world.thread().join('\n')).toContain('https://github.com/shop/shop/issues/1');

  await world.press(KEEPER, 'Confirm', 'has an owner');
  await world.windUntil('5m', async () => (await world.run()).status === 'completed');
  expect(services.statuspage.incidents.map(one => one.status)).toEqual(['resolved']);
});

test('[V12] published names reach a subscriber signed, in order and with ids of their own, also after it was away', async () => {
  const { subscriber, product, ports } = await outside();
  subscriber.answer('/events', { status: 503 });
  await using world = await startWorld({ products: [product], ports });
  await world.type(KEEPER, '/release start patch');
  await world.press(KEEPER, 'Confirm', 'has an owner');
  expect((await world.run()).status).toBe('completed');
  await world.wind('20m');
  subscriber.answer('/events', { status: 204 });
  await world.wind('30m');
  const events = subscriber.requests.map(({ body, headers }) => {
    const event = new Webhook(SECRET).verify(body ?? '', headers as { [name: string]: string });
    return event as { id: string; type: string; data: { version: string | null } };
  });
  const names = events.map(one => one.type);
  expect([...new Set(names)]).toEqual([
    'lighthouse.release.started',
    'lighthouse.release.marked',
    'lighthouse.release.completed',
  ]);
  // Each was tried until it was taken, and none before the one ahead of it.
  expect(names).toEqual(names.toSorted((a, b) => order(a) - order(b)));
  expect(new Set(events.map(one => one.id)).size).toBe(3);
  expect(events.at(-1)?.data).toMatchObject({ run: 'REL-1', version: '1.2.1', status: 'completed' });
});

test('[W10] what is not configured fails with what to set, and nothing is said to be done', async () => {
  const { product } = await outside();
  const ports = { annotations: null, tickets: null, statusPage: null };
  await using world = await startWorld({ products: [product], ports });
  await world.type(KEEPER, '/release start patch');
  const { steps } = await world.run();
  expect(steps['mark']).toMatchObject({
    status: 'failed',
    says: 'it is not configured: set GRAFANA_URL and GRAFANA_TOKEN, and start the bot again',
  });
  expect(world.thread().join('\n')).toContain('set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID');
  expect(world.thread().join('\n')).toContain('GONOGO_WEBHOOK_SECRET is not set, and nothing is sent unsigned');
});

function order(name: string): number {
  return ['started', 'marked', 'completed'].findIndex(word => name.endsWith(word));
}
