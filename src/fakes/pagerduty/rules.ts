/**
 * Every rule the fake enforces, by name. A test drops each one and sees that the call it refused then passes, so no rule
 * is here for show. Those marked "stricter" are ours: PagerDuty would let it pass, and people would suffer.
 */
export const RULES = {
  // Events API v2
  'event-path': 'events go to /v2/enqueue, changes to /v2/change/enqueue',
  'event-post': 'events are posted',
  'event-json': 'an event is a JSON object, sent as JSON',
  'event-size': 'an event up to 512 KB',
  'event-field-known': 'stricter: no field that is not documented',
  'event-action': 'event_action is trigger, acknowledge or resolve',
  'routing-key-given': 'an event carries a routing_key',
  'routing-key-length': 'a routing_key has 32 characters',
  'routing-key-known': 'the routing_key is one of this account',
  'dedup-key-type': 'dedup_key is a text',
  'dedup-key-length': 'dedup_key up to 255 characters',
  'dedup-key-follow-up': 'acknowledge and resolve carry a dedup_key',
  'dedup-key-trigger': 'stricter: so does a trigger, or the same one sent again would page again',
  'payload-given': 'a trigger carries a payload',
  'payload-field-known': 'stricter: no field of the payload that is not documented',
  'summary-given': 'a payload has a summary that says something',
  'summary-length': 'summary up to 1,024 characters',
  'source-given': 'a payload has a source',
  'severity-known': 'severity is critical, error, warning or info',
  'timestamp-shape': 'timestamp is ISO 8601',
  'text-fields': 'component, group and class are texts',
  'details-object': 'custom_details is an object',
  'links-shape': 'links are objects of href and text',
  'images-shape': 'images are objects with a src',
  'change-fields': 'a change has no action, key, severity or anything else of an alert',
  'change-key': 'changes do not go to an event orchestration, whose keys begin with R',
  'event-rate': '120 events a minute with one routing_key',
  // REST
  'rest-path': 'a path the fake does not know is refused, never guessed',
  'rest-method': 'the bot reads only',
  'token-given': 'a request carries "Token token=KEY" or "Bearer KEY"',
  'token-known': 'the key is the one of this account',
  'accept-version': 'stricter: Accept names version 2',
  'query-known': 'stricter: no parameter that is not documented',
  'query-value': 'statuses[], include[], sort_by, date_range and earliest have documented values',
  'limit-range': 'stricter: limit is 1 to 100 (PagerDuty cuts it)',
  'offset-range': 'offset is a whole number, offset and limit together up to 10,000',
  'incident-known': 'the incident exists',
  'schedule-known': 'stricter: schedules and policies that are asked for exist',
  'rest-rate': '960 requests a minute',
} as const;

export type RuleId = keyof typeof RULES;
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];
