import type { Judge } from '../judge.ts';

const FIELDS = ['routing_key', 'event_action', 'dedup_key', 'payload', 'images', 'links', 'client', 'client_url'];
const PAYLOAD = ['summary', 'source', 'severity', 'timestamp', 'component', 'group', 'class', 'custom_details'];
const SEVERITIES = ['critical', 'error', 'warning', 'info'];
const ACTIONS = ['trigger', 'acknowledge', 'resolve'];
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

export type Fields = { readonly [name: string]: unknown };

/** Judges an event as PagerDuty documents it. Throws `Refused`. */
export function checkEvent(body: Fields, judge: Judge, keys: readonly string[]): void {
  unknownFields(body, FIELDS, 'event-field-known', judge);
  checkKey(body, judge, keys);
  checkAction(body, judge);
  if (body['event_action'] === 'trigger') checkTrigger(body, judge);
}

/** Judges a change: the same key and payload, and nothing that only an alert has. Throws `Refused`. */
export function checkChange(body: Fields, judge: Judge, keys: readonly string[]): void {
  const { payload, links, images } = body;
  unknownFields(body, ['routing_key', 'payload', 'images', 'links'], 'change-fields', judge);
  judge.require('change-key', !String(body['routing_key'] ?? '').startsWith('R'), "'routing_key' is invalid");
  checkKey(body, judge, keys);
  judge.require('payload-given', isObject(payload), "'payload' is missing or blank");
  if (isObject(payload)) {
    unknownFields(payload, ['summary', 'source', 'timestamp', 'custom_details'], 'change-fields', judge);
    checkWords(payload, judge);
  }
  checkExtras({ links, images }, judge);
}

function checkKey({ routing_key: routingKey }: Fields, judge: Judge, keys: readonly string[]): void {
  const key = typeof routingKey === 'string' ? routingKey : '';
  judge.require('routing-key-given', key !== '', "'routing_key' is missing or blank");
  if (key !== '') {
    judge.require(
      'routing-key-length',
      key.length === 32,
      "Length of 'routing_key' is incorrect (should be 32 characters)",
    );
    judge.require('routing-key-known', keys.includes(key), "'routing_key' is invalid");
  }
}

function checkAction({ event_action: action, dedup_key: dedupKey }: Fields, judge: Judge): void {
  judge.require(
    'event-action',
    ACTIONS.includes(String(action)),
    "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
  );
  judge.require(
    'dedup-key-type',
    dedupKey === undefined || typeof dedupKey === 'string',
    "'dedup_key' is not a string",
  );
  judge.require(
    'dedup-key-length',
    String(dedupKey ?? '').length <= 255,
    "Length of 'dedup_key' is incorrect (should be up to 255)",
  );
  const hasKey = dedupKey !== undefined && dedupKey !== '';
  const follows = action === 'acknowledge' || action === 'resolve';
  judge.require('dedup-key-follow-up', hasKey || !follows, "'dedup_key' is missing or blank");
  judge.require('dedup-key-trigger', hasKey || follows, "'dedup_key' is missing or blank");
}

function checkTrigger({ payload, links, images }: Fields, judge: Judge): void {
  judge.require('payload-given', isObject(payload), "'payload' is missing or blank");
  if (isObject(payload)) checkPayload(payload, judge);
  checkExtras({ links, images }, judge);
}

function checkExtras({ links, images }: Fields, judge: Judge): void {
  const isLink = (one: unknown) =>
    isObject(one) &&
    /^https?:\/\//.test(String(one['href'])) &&
    typeof one['text'] === 'string' &&
    Object.keys(one).length === 2;
  judge.require('links-shape', isListOf(links, isLink), "'links' is invalid (must be a list of href and text)");
  const isImage = (one: unknown) => isObject(one) && /^https:\/\//.test(String(one['src']));
  judge.require('images-shape', isListOf(images, isImage), "'images' is invalid (must be a list with src)");
}

function checkPayload(payload: Fields, judge: Judge): void {
  const { source, severity } = payload;
  unknownFields(payload, PAYLOAD, 'payload-field-known', judge);
  checkWords(payload, judge);
  judge.require('source-given', isText(source) && source !== '', "'payload.source' is missing or blank");
  judge.require(
    'severity-known',
    SEVERITIES.includes(String(severity)),
    "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
  );
}

/** What alerts and changes have alike. */
function checkWords(payload: Fields, judge: Judge): void {
  const { summary, timestamp, custom_details: details } = payload;
  judge.require('summary-given', isText(summary) && summary.trim() !== '', "'payload.summary' is missing or blank");
  judge.require(
    'summary-length',
    String(summary).length <= 1_024,
    "Length of 'payload.summary' is incorrect (should be up to 1024)",
  );
  judge.require(
    'timestamp-shape',
    timestamp === undefined || ISO.test(String(timestamp)),
    "'payload.timestamp' is invalid",
  );
  const texts = ['source', 'component', 'group', 'class'].map(name => payload[name]);
  judge.require(
    'text-fields',
    texts.every(one => one === undefined || isText(one)),
    "'payload' holds a field that is not a string",
  );
  judge.require(
    'details-object',
    details === undefined || isObject(details),
    "'payload.custom_details' is not an object",
  );
}

function unknownFields(fields: Fields, known: readonly string[], rule: Parameters<Judge['require']>[0], judge: Judge) {
  const odd = Object.keys(fields).filter(name => !known.includes(name));
  judge.require(rule, odd.length === 0, `unknown: ${odd.join(', ')}`);
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(is));
}
