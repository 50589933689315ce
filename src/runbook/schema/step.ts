import { z } from 'zod';
import { COMPONENT_STATUS, REPORTS } from '#src/domain/runbook/model/step.ts';
import { Field } from './input.ts';
import { ACTIONS, Expect } from './metric.ts';
import { oneOf } from './one-of.ts';
import {
  Amount,
  Count,
  Duration,
  EnvMap,
  expected,
  Fact,
  HeaderMap,
  Id,
  Offset,
  oneOrMore,
  Pointer,
  Positive,
  RoleCounts,
  Text,
  WhenText,
} from './words.ts';

/** One verb each, in one envelope. */

/** One line split at spaces, or the argv array. */
export const CommandLine = z.union([Text, z.array(z.union([Text, z.number()])).min(1)]);

const call = {
  headers: HeaderMap.optional(),
  json: z.unknown().optional(),
  expect: Expect.optional(),
  settle: Duration.optional(),
};
const Until = z.strictObject({ get: Text, every: Duration, expect: Expect, failOn: Expect.optional() });
const HttpCall = oneOf(
  'an http call',
  { ...call, until: Until.optional() },
  {
    get: z.strictObject({ ...call, until: Until.optional(), get: Text }),
    post: z.strictObject({ ...call, until: Until.optional(), post: Text }),
    put: z.strictObject({ ...call, until: Until.optional(), put: Text }),
    patch: z.strictObject({ ...call, until: Until.optional(), patch: Text }),
    delete: z.strictObject({ ...call, until: Until.optional(), delete: Text }),
  },
);
export const Http = z.union([Text, HttpCall]);
export type HttpText = z.infer<typeof Http>;

const Act = oneOf(
  'a cleanup',
  { env: EnvMap.optional() },
  {
    run: z.strictObject({ run: CommandLine, env: EnvMap.optional() }),
    http: z.strictObject({ http: Http }),
  },
);
export type ActText = z.infer<typeof Act>;

const envelope = {
  id: Id.optional(),
  name: Text.optional(),
  role: oneOrMore(Id).optional(),
  activity: Id.optional(),
  only: z.array(Id).min(1).optional(),
  when: WhenText.optional(),
  each: Text.optional(),
  timeout: Duration.optional(),
  retry: z.strictObject({ attempts: Positive, backoff: Duration.optional() }).optional(),
  onFailure: z.enum(['pause', 'retry', 'continue', 'rollback', 'abort']).optional(),
  ifFails: Text.optional(),
  skip: Id.optional(),
  repeatable: z.boolean().optional(),
  undoes: oneOrMore(Id).optional(),
  pointOfNoReturn: z.boolean().optional(),
  changes: z
    .literal('nothing', { error: iss => expected('the word nothing', iss.input, 'changes: nothing') })
    .optional(),
  delivers: Id.optional(),
  evidence: z.enum(['link', 'file', 'image', 'log']).optional(),
  cleanup: Act.optional(),
};

export const Item = z.union([
  Text,
  z.strictObject({ item: Text, role: Id.optional(), show: z.array(Id).optional(), from: Id.optional() }),
]);
export type ItemText = z.infer<typeof Item>;

const Output = z.union([
  z.literal('stdout'),
  z.strictObject({ stdout: z.record(z.string(), z.union([z.string(), z.number()])) }),
]);
/** What a command has to print: all of it somewhere in its output; `""`: nothing at all. */
const Printed = z.union([z.string(), z.array(Text).min(1)]);
const weight = { error: (iss: { input?: unknown }) => expected('a share in percent', iss.input, '10%') };
const Weight = z.string(weight).regex(/^(?:100|\d{1,2})%$/, weight);
const Wave = z.strictObject({ weight: Weight, targets: oneOrMore(Text), soak: Duration });
const wavesOf = { waves: z.array(Wave).min(1) };
const Shift = oneOf(
  'a shift',
  { ...wavesOf, env: EnvMap.optional() },
  {
    run: z.strictObject({ ...wavesOf, run: CommandLine, env: EnvMap.optional() }),
    http: z.strictObject({ ...wavesOf, http: Http }),
  },
);
/** Another runbook of the product: its name alone, or with what it starts with. */
export const Start = z.union([
  Id,
  oneOf(
    'a start',
    {},
    {
      release: z.strictObject({
        release: Id,
        strategy: Id.optional(),
        inputs: z.record(Id, z.union([z.string(), z.number(), z.array(z.string())])).optional(),
      }),
      drill: z.strictObject({ drill: Id }),
    },
  ),
]);
export type StartText = z.infer<typeof Start>;
const Compared = z.strictObject({ max: Amount, floor: Amount.optional() });

function step<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...envelope, ...shape });
}

const VERBS = {
  note: step({ note: Text }),
  confirm: step({ confirm: Text, of: Id.optional() }),
  checklist: step({ checklist: z.array(Item).min(1) }),
  ask: step({ ask: z.record(Id, Field) }),
  approve: step({
    approve: z.strictObject({
      roles: RoleCounts.optional(),
      anyOf: z.array(Id).min(1).optional(),
      timeout: Duration.optional(),
      onTimeout: z.literal('deny').optional(),
      notInitiator: z.boolean().optional(),
      distinctPeople: z.boolean().optional(),
      requires: z.array(Fact).optional(),
    }),
  }),
  run: step({
    run: CommandLine,
    env: EnvMap.optional(),
    background: z.strictObject({ until: Id }).optional(),
    expect: z.strictObject({ exit: Count.optional(), output: Printed.optional() }).optional(),
    outputs: z.record(Id, Output).optional(),
  }),
  http: step({ http: Http, expect: Expect.optional(), outputs: z.record(Id, Pointer).optional() }),
  check: step({
    check: z.union([z.array(Fact).min(1), z.strictObject({ env: z.array(Id).min(1) })]),
    expect: z.union([z.int(), z.strictObject({ status: z.int() })]).optional(),
  }),
  show: step({ show: z.array(Id).min(1) }),
  watch: step({
    watch: z.strictObject({
      metrics: z.array(Id).min(1),
      for: Duration,
      atMost: Duration.optional(),
      action: z.enum(ACTIONS).optional(),
    }),
  }),
  shift: step({ shift: Shift }),
  wait: step({ wait: z.union([Offset, Duration]) }),
  snapshot: step({ snapshot: z.strictObject({ metrics: z.array(Id).min(1), over: Duration }) }),
  compare: step({ compare: z.object({ with: Id }).catchall(Compared) }),
  version: step({ version: z.union([z.literal('next'), z.strictObject({ of: Text })]) }),
  'release-notes': step({
    'release-notes': z.strictObject({
      sections: z.array(Text).min(1),
      formats: z.array(z.enum(['md', 'pdf', 'html'])).optional(),
    }),
  }),
  tag: step({ tag: Text }),
  notify: step({
    notify: z.strictObject({
      to: oneOrMore(Id),
      text: Text.optional(),
      template: Id.optional(),
      attach: oneOrMore(Id)
        .optional()
        .describe('Ids of release-notes steps: their files go with the mails. In Slack they are in the thread.'),
    }),
  }),
  do: step({ do: z.enum(['acknowledge', 'lead', 'severity', 'update', 'mitigated', 'resolve']) }),
  start: step({ start: Start }),
  again: step({ again: oneOrMore(Id) }),
  attach: step({ attach: z.record(Id, Text) }),
  report: step({ report: z.array(z.enum([...REPORTS, 'evidence'])).min(1) }),
  page: step({ page: z.union([oneOrMore(Id), z.strictObject({ to: oneOrMore(Id), text: Text.optional() })]) }),
  statuspage: step({
    statuspage: z.strictObject({
      component: Id,
      status: z.enum(COMPONENT_STATUS),
      title: Text.optional(),
      text: Text.optional(),
      template: Id.optional(),
    }),
  }),
  ticket: step({
    ticket: z.union([
      Text,
      z.strictObject({ title: Text, body: Text.optional(), labels: z.array(Text).min(1).optional() }),
    ]),
  }),
  annotate: step({ annotate: Text }),
};

/** The verbs a step can have, in the order the language page lists them. */
export const VERB_NAMES = Object.keys(VERBS) as readonly (keyof typeof VERBS)[];

export const Step = oneOf('a step', envelope, VERBS);
export type StepText = z.infer<typeof Step>;
export type WaveText = z.infer<typeof Wave>;
export type CompareText = z.infer<typeof Compared>;
