import type { Context } from './context.ts';
import { checkQuery, paged, pageOf } from './query.ts';

const EVENTS = ['triggered', 'acknowledged', 'unacknowledged', 'resolved', 'reopened', 'escalated', 'reassigned'];

/** GET /abilities: what the account can do; any key that is good may ask. */
export function listAbilities(query: URLSearchParams, { judge }: Context) {
  checkQuery(query, { known: [], values: {} }, judge);
  return { abilities: ['teams', 'urgencies'] };
}

/** GET /schedules/{id}. */
export function showSchedule(id: string, query: URLSearchParams, { judge, people }: Context) {
  checkQuery(query, { known: ['time_zone', 'since', 'until'], values: {} }, judge);
  const found = people.schedules.find(one => one.id === id);
  judge.require('schedule-known', found !== undefined, 'Not Found', 404);
  return { schedule: { id, type: 'schedule', summary: found?.name ?? '', name: found?.name ?? '', time_zone: 'UTC' } };
}

/** GET /escalation_policies/{id}. */
export function showPolicy(id: string, query: URLSearchParams, { judge, people }: Context) {
  checkQuery(query, { known: ['include[]'], values: { 'include[]': /^(services|teams|targets)$/ } }, judge);
  const found = people.policies.find(one => one.id === id);
  judge.require('schedule-known', found !== undefined, 'Not Found', 404);
  const name = found?.name ?? '';
  return { escalation_policy: { id, type: 'escalation_policy', summary: name, name, num_loops: found?.repeats ?? 0 } };
}

/** GET /webhook_subscriptions: one for the whole account, where webhooks go anywhere. */
export function listWebhooks(query: URLSearchParams, { judge, webhook }: Context) {
  checkQuery(query, { known: ['filter_type', 'filter_id'], values: {} }, judge);
  const page = pageOf(query, judge);
  const { url, disabled } = webhook();
  const subscriptions =
    url === undefined
      ? []
      : [
          {
            id: 'PWEBHOOK',
            type: 'webhook_subscription',
            active: true,
            delivery_method: { id: 'PDELIVERY', type: 'http_delivery_method', url, temporarily_disabled: disabled },
            events: EVENTS.map(event => `incident.${event}`),
            filter: { type: 'account_reference' },
          },
        ];
  return paged('webhook_subscriptions', subscriptions, page);
}
