import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EventType } from '#src/domain/events.ts';
import { EVENT_SCHEMAS, EVENT_VERSION } from '#src/domain/events.ts';

type Line = { readonly v: number; readonly type: EventType; readonly data: unknown };

/** What version 1 wrote. Lines are added, never changed: timelines on disk look like this. */
const lines = readFileSync(new URL('../fixtures/events-v1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Line);

test('there is one stored line of every event type', () => {
  expect(lines.map(line => line.type).toSorted()).toEqual(Object.keys(EVENT_SCHEMAS).toSorted());
  expect(new Set(lines.map(line => line.v))).toEqual(new Set([1]));
});

describe(`version 1 is read by version ${EVENT_VERSION}`, () => {
  test.each(lines.map(line => [line.type, line.data] as const))('%s', (type, data) => {
    expect(EVENT_SCHEMAS[type].parse(data)).toEqual(data);
  });
});
