import { DEFAULT_ROUTING_KEY } from '#src/fakes/pagerduty/options.ts';
import type { RuleId } from '#src/fakes/pagerduty/rules.ts';
import { type Fields, PAYLOAD, TRIGGER, type World } from './world.ts';

export type BadCall = {
  readonly rule: RuleId;
  readonly status: number;
  readonly act: (world: World) => Promise<{ readonly status: number }>;
  /** Other rules that would speak first or beside it. */
  readonly without?: readonly RuleId[];
};

const x = (count: number) => 'x'.repeat(count);
const without = (name: string, fields: Fields = TRIGGER) =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

const event = (rule: RuleId, body: unknown, others: readonly RuleId[] = []): BadCall => ({
  rule,
  status: 400,
  act: world => world.event(body),
  without: others,
});
const payload = (rule: RuleId, changes: Fields) => event(rule, { ...TRIGGER, payload: { ...PAYLOAD, ...changes } });
const ask = (rule: RuleId, path: string, status = 400, headers: { readonly [name: string]: string } = {}): BadCall => ({
  rule,
  status,
  act: world => world.ask(path, headers),
});

const CHANGE = { routing_key: DEFAULT_ROUTING_KEY, payload: { summary: 'Shop 1.3.0 enters production' } };
const change = (rule: RuleId, body: Fields, others: readonly RuleId[] = []): BadCall => ({
  rule,
  status: 400,
  act: world => world.call('/v2/change/enqueue', posted(body)),
  without: others,
});

/** So many times the same, the answer of the last. */
async function often(count: number, act: () => Promise<{ readonly status: number }>) {
  for (let index = 1; index < count; index += 1) await act();
  return act();
}

export const BAD_CALLS: readonly BadCall[] = [
  { rule: 'event-path', status: 404, act: world => world.call('/v2/shout', posted(TRIGGER)) },
  { rule: 'event-post', status: 405, act: world => world.call('/v2/enqueue', { ...posted(TRIGGER), method: 'PUT' }) },
  event('event-json', '[1, 2]', ['routing-key-given', 'event-action', 'dedup-key-trigger']),
  {
    rule: 'event-json',
    status: 400,
    act: world => world.call('/v2/enqueue', { ...posted(TRIGGER), headers: { 'content-type': 'text/plain' } }),
  },
  {
    rule: 'event-size',
    status: 413,
    act: world => world.event({ ...TRIGGER, payload: { ...PAYLOAD, custom_details: { log: x(512 * 1024) } } }),
  },
  event('event-field-known', { ...TRIGGER, severity: 'critical' }),
  event('event-action', { ...TRIGGER, event_action: 'shout' }),
  event('routing-key-given', without('routing_key')),
  event('routing-key-length', { ...TRIGGER, routing_key: x(31) }, ['routing-key-known']),
  event('routing-key-known', { ...TRIGGER, routing_key: x(32) }),
  event('dedup-key-type', { ...TRIGGER, dedup_key: 7 }),
  event('dedup-key-length', { ...TRIGGER, dedup_key: x(256) }),
  event('dedup-key-follow-up', { ...without('dedup_key', without('payload')), event_action: 'resolve' }),
  event('dedup-key-trigger', without('dedup_key')),
  event('payload-given', without('payload')),
  payload('payload-field-known', { title: 'Down' }),
  payload('summary-given', { summary: ' ' }),
  payload('summary-length', { summary: x(1_025) }),
  payload('source-given', { source: '' }),
  payload('severity-known', { severity: 'sev1' }),
  payload('timestamp-shape', { timestamp: 'noon' }),
  payload('text-fields', { component: 7 }),
  payload('details-object', { custom_details: [] }),
  event('links-shape', { ...TRIGGER, links: [{ href: 'https://x.example' }] }),
  event('links-shape', { ...TRIGGER, links: 'https://x.example' }),
  event('images-shape', { ...TRIGGER, images: [{ src: 'http://x.example/a.png' }] }),
  change('change-fields', { ...CHANGE, event_action: 'trigger' }),
  change('change-fields', { ...CHANGE, payload: { ...CHANGE.payload, severity: 'info' } }),
  change('change-key', { ...CHANGE, routing_key: `R${x(31)}` }, ['routing-key-known']),
  change('payload-given', { routing_key: CHANGE.routing_key }),
  change('summary-given', { ...CHANGE, payload: {} }),
  change('routing-key-known', { ...CHANGE, routing_key: x(32) }),
  { rule: 'event-rate', status: 429, act: world => often(121, () => world.event(TRIGGER)) },

  ask('rest-path', '/teams', 404),
  {
    rule: 'rest-method',
    status: 405,
    act: world =>
      world.call('/incidents', {
        method: 'DELETE',
        headers: {
          accept: 'application/vnd.pagerduty+json;version=2',
          authorization: 'Token token=practice-pagerduty-token',
        },
      }),
  },
  ask('token-given', '/incidents', 401, { authorization: '' }),
  ask('token-known', '/incidents', 401, { authorization: 'Token token=of-somebody-else' }),
  ask('accept-version', '/incidents', 406, { accept: 'application/json' }),
  ask('query-known', '/incidents?incident_keys[]=INC-7'),
  ask('query-known', '/oncalls?schedules=PSCHED1'),
  ask('query-value', '/incidents?statuses[]=open'),
  ask('query-value', '/oncalls?include[]=phones'),
  ask('limit-range', '/incidents?limit=101'),
  ask('offset-range', '/incidents?offset=9999'),
  ask('incident-known', '/incidents/QNOBODY', 404),
  ask('incident-known', '/incidents/QNOBODY/alerts', 404),
  ask('schedule-known', '/oncalls?schedule_ids[]=PNOBODY', 404),
  ask('schedule-known', '/schedules/PNOBODY', 404),
  ask('schedule-known', '/escalation_policies/PNOBODY', 404),
  ask('query-known', '/abilities?of=me'),
  ask('query-known', '/webhook_subscriptions?url=here'),
  { rule: 'rest-rate', status: 429, act: world => often(961, () => world.ask('/oncalls')) },
];

function posted(body: Fields): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
