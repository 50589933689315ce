import { describe, expect, test } from 'vitest';
import { createGitHub } from '#src/adapters/services/github.ts';
import { createGrafana } from '#src/adapters/services/grafana.ts';
import { createStatuspage } from '#src/adapters/services/statuspage.ts';
import { GRAFANA_TOKEN } from '#src/fakes/services/grafana.ts';
import { GITHUB_TOKEN, REPOSITORY } from '#src/fakes/services/issues.ts';
import { STATUSPAGE_COMPONENT, STATUSPAGE_KEY, STATUSPAGE_PAGE } from '#src/fakes/services/statuspage.ts';
import { failureOf } from '../../contracts/pager.ts';
import { deadAddress, startService } from '../support/service.ts';
import { openServices } from './world.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const TICKET = { id: 'effect7', subject: 'Follow up REL-1', text: 'What broke?', labels: ['release'] };

async function github() {
  const { services, http } = await openServices();
  const { url, opened } = services.github;
  return { services, opened, http, tickets: createGitHub({ http, url, token: GITHUB_TOKEN, repository: REPOSITORY }) };
}

describe('[W6] tickets', () => {
  test('are opened as issues and found again by what nobody sees', async () => {
    const { services, opened, tickets } = await github();
    const { url } = await tickets.open(TICKET);
    await tickets.open({ ...TICKET, id: 'effect8' });
    expect(url).toBe('https://github.com/shop/shop/issues/1');
    expect(opened[0]).toMatchObject({ title: 'Follow up REL-1', labels: ['release'] });
    expect(await tickets.find({ id: 'effect7', since: NOON })).toEqual({ url });
    expect(await tickets.find({ id: 'effect9', since: NOON })).toBe(null);
    expect(services.refusals).toEqual([]);
  });

  test('a lost answer may have opened one, and looking finds it', async () => {
    const { services, opened, tickets } = await github();
    services.strike('lose-answer');
    expect(await failureOf(tickets.open(TICKET))).toMatchObject({ code: 'service.failed', unknown: true });
    expect(opened).toHaveLength(1);
    expect(await tickets.find({ id: 'effect7', since: NOON })).not.toBe(null);
  });

  test.each([
    [{ status: 422 }, { retryable: false, unknown: false }],
    [{ status: 403 }, { retryable: false, unknown: false }],
    [
      { status: 403, headers: { 'retry-after': '60' } },
      { retryable: true, unknown: false, retryAfterMs: 60_000 },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { retryable: true, unknown: false, retryAfterMs: 7_000 },
    ],
    [{ status: 429 }, { retryable: true, unknown: false, retryAfterMs: 60_000 }],
    [{ status: 420 }, { retryable: true, unknown: false, retryAfterMs: 60_000 }],
    [{ status: 503 }, { retryable: true, unknown: false }],
    [{ status: 502 }, { retryable: true, unknown: true }],
    [{ status: 201, json: 'hello' }, { unknown: true }],
  ] as const)('%j opens none that is known of', async (fault, flags) => {
    const { services, tickets } = await github();
    services.strike(fault);
    expect(await failureOf(tickets.open(TICKET))).toMatchObject({ code: 'service.failed', ...flags });
  });

  test('a wrong token is named by its variable and shown to nobody', async () => {
    const { services, http } = await github();
    const wrong = createGitHub({ http, url: services.github.url, token: 'ghp_wrong', repository: REPOSITORY });
    const failure = await failureOf(wrong.open(TICKET));
    expect(failure.message).toContain('GitHub answered 401. Check GITHUB_TOKEN and GONOGO_TICKETS.');
    expect(failure.message).not.toContain('ghp_wrong');
  });

  test('a token that something on the way repeats is shown to nobody', async () => {
    const { services, tickets } = await github();
    services.strike({ status: 403, json: { sent: `authorization: Bearer ${GITHUB_TOKEN}` } });
    const failure = await failureOf(tickets.open(TICKET));
    expect(failure.message).toContain('authorization: Bearer ***');
    expect(failure.message).not.toContain(GITHUB_TOKEN);
  });

  test('our own ticket is looked for by a clock that may be behind ours', async () => {
    const { http } = await github();
    await using service = await startService();
    const tickets = createGitHub({ http, url: service.url, token: GITHUB_TOKEN, repository: REPOSITORY });
    await failureOf(tickets.find({ id: 'effect7', since: NOON }));
    const { searchParams } = new URL(service.requests[0]?.path ?? '', service.url);
    expect(Date.parse(searchParams.get('since') ?? '')).toBeLessThanOrEqual(NOON - 10 * 60_000);
  });

  test('nobody there: certainly nothing was opened', async () => {
    const { http } = await github();
    const away = createGitHub({ http, url: await deadAddress(), token: GITHUB_TOKEN, repository: REPOSITORY });
    expect(await failureOf(away.open(TICKET))).toMatchObject({ retryable: true, unknown: false });
  });
});

test('[W10] a release is marked on the dashboards, and its mark found by its tag', async () => {
  const { services, http } = await openServices();
  const { url, annotations } = services.grafana;
  const marks = createGrafana({ http, url: `${url}/`, token: GRAFANA_TOKEN });
  await marks.add({ id: 'effect7', at: NOON, text: 'Shop 1.3.0 goes live', tags: ['gonogo', 'REL-1'] });
  expect(annotations).toEqual([
    { id: 1, time: NOON, text: 'Shop 1.3.0 goes live', tags: ['gonogo', 'REL-1', 'gonogo:effect7'] },
  ]);
  expect(await marks.find('effect7')).toBe(true);
  expect(await marks.find('effect8')).toBe(false);
  expect(services.refusals).toEqual([]);
});

describe('[W6] [W13] the status page', () => {
  const NOTICE = {
    id: 'effect7',
    run: 'REL-1',
    componentId: STATUSPAGE_COMPONENT,
    status: 'partial-outage',
    subject: 'shop: partial outage',
    text: 'We are working on it.',
  } as const;

  async function open() {
    const { services, http } = await openServices();
    const { url, incidents, components } = services.statuspage;
    const page = createStatuspage({ http, url, key: STATUSPAGE_KEY, page: STATUSPAGE_PAGE });
    return { services, incidents, component: () => components[STATUSPAGE_COMPONENT], page };
  }

  test('an outage is one incident that goes on with the run and ends with it', async () => {
    const { services, incidents, component, page } = await open();
    const { url } = await page.set(NOTICE);
    expect(component()).toBe('partial_outage');
    await page.set({ ...NOTICE, id: 'effect8', status: 'major-outage', text: 'It is all of it.' });
    expect(component()).toBe('major_outage');
    await page.set({ ...NOTICE, id: 'effect9', status: 'operational', text: 'It is over.' });
    expect(component()).toBe('operational');
    expect(incidents).toEqual([
      expect.objectContaining({
        name: 'shop: partial outage',
        status: 'resolved',
        shortlink: url,
        updates: ['We are working on it.', 'It is all of it.', 'It is over.'],
      }),
    ]);
    expect(services.refusals).toEqual([]);
  });

  test('a lost answer opens no second incident', async () => {
    const { services, incidents, page } = await open();
    services.strike({ status: 200, json: [] }, 'lose-answer');
    expect(await failureOf(page.set(NOTICE))).toMatchObject({ code: 'service.failed', unknown: true });
    expect((await page.set(NOTICE)).url).toBe(incidents[0]?.shortlink);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.updates).toHaveLength(1);
  });

  test('maintenance is shown at the component, and the incident of another run is left alone', async () => {
    const { incidents, component, page } = await open();
    await page.set({ ...NOTICE, run: 'INC-1' });
    expect((await page.set({ ...NOTICE, id: 'effect8', status: 'under-maintenance' })).url).toBe(null);
    expect(component()).toBe('under_maintenance');
    await page.set({ ...NOTICE, id: 'effect9', status: 'operational' });
    expect(incidents.map(one => one.status)).toEqual(['investigating']);
  });
});
