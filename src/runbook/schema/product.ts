import { z } from 'zod';
import { Calendar } from './calendar.ts';
import { Alert, Escalation, Route, Severity } from './duty.ts';
import { Metric, ProductFact } from './metric.ts';
import { CommandLine } from './step.ts';
import {
  describe,
  EnvMap,
  EnvName,
  HeaderMap,
  HINT,
  Id,
  Mail,
  oneOrMore,
  PagerName,
  SecretName,
  SlackChannel,
  SlackUser,
  Text,
  VarName,
  Zone,
} from './words.ts';

const Role = z.strictObject({
  title: Text.optional(),
  slack: z.strictObject({ users: z.array(SlackUser).optional(), group: Text.optional() }).optional(),
  pagerduty: z.strictObject({ schedule: Text.optional(), policy: Text.optional() }).optional(),
  dynamic: z.literal('on-call').optional(),
  pager: PagerName.optional().describe(
    'Name of the environment variable with a routing key of its own, so that paging this role rings its phone and not that of whoever the service pages. Without it the role is reached by direct message.',
  ),
  mail: z.array(Mail).min(1).optional(),
});
export type RoleText = z.infer<typeof Role>;

const RaciRow = z.strictObject({
  responsible: oneOrMore(Id).optional(),
  accountable: oneOrMore(Id).optional(),
  consulted: oneOrMore(Id).optional(),
  informed: oneOrMore(Id).optional(),
});
export type RaciText = z.infer<typeof RaciRow>;

const Service = z.strictObject({
  owner: Id.optional(),
  url: Text.optional(),
  pager: PagerName.optional(),
  container: Text.optional(),
});

const RequiredEnv = z.strictObject({
  from: CommandLine,
  set: z.array(EnvName).optional(),
  equal: EnvMap.optional(),
  contain: EnvMap.optional(),
});

/** Without the place of the version no tag stands for one: every release would be taken for the first. */
const TagPattern = Text.regex(/\$\{\{\s*run\.version\s*\}\}/, {
  error: iss =>
    `expected how a tag is written, came ${describe(iss.input)}, which holds no version${HINT}write for example "v\${{ run.version }}"`,
});

/** What git knows it by, in every run alike: a release from another branch says so in its version step. */
const GitName = Text.regex(/^(?!.*\$\{\{)/, {
  error: iss =>
    `expected a plain name, came ${describe(iss.input)}${HINT}for a release from another branch write version: { of: "\${{ inputs.branch }}" } in its file`,
});

/** Found along the PATH of commands: a path would be looked for nowhere. */
const ProgramName = z.string().regex(/^[^/\\]+$/, {
  error: iss =>
    `expected the plain name of a program, came ${describe(iss.input)}${HINT}name one on the PATH of commands (GONOGO_PATH): put its folder there, or start it through one that is, for example run: bash bin/migrate up`,
});

export const Product = z.strictObject({
  kind: z.literal('product'),
  title: Text,
  timezone: Zone,
  runNumber: Text.optional(),
  vars: z.record(VarName, z.union([z.string(), z.number()])).optional(),
  repository: z
    .strictObject({ path: Text, branch: GitName.optional(), tag: TagPattern.optional(), remote: GitName.optional() })
    .optional(),
  prometheus: z.strictObject({ url: Text, headers: HeaderMap.optional() }).optional(),
  environments: z.record(Id, z.strictObject({ channel: Id.optional(), calendar: z.boolean().optional() })).optional(),
  channels: z.record(Id, SlackChannel).optional(),
  roles: z.record(Id, Role),
  soloOperator: z.boolean().optional(),
  raci: z.record(Id, RaciRow).optional(),
  services: z.record(Id, Service).optional(),
  calendar: Calendar.optional(),
  facts: z.record(Id, ProductFact).optional(),
  severities: z.record(Id, Severity).optional(),
  escalation: z.array(Escalation).optional(),
  alerts: z.record(Id, Alert).optional(),
  routing: z.record(Id, z.record(Id, Route)).optional(),
  templates: z.record(Id, Text).optional(),
  statusPage: z
    .strictObject({ components: z.record(Id, Text).optional(), templates: z.record(Id, Text).optional() })
    .optional(),
  requiredEnv: z.record(Id, RequiredEnv).optional(),
  subscribers: z
    .array(z.strictObject({ http: Text, headers: HeaderMap.optional(), secret: SecretName.optional() }))
    .optional(),
  executables: z.record(ProgramName, z.strictObject({ in: Text, env: z.array(EnvName).optional() })).optional(),
  metrics: z.record(Id, Metric).optional(),
});
export type ProductText = z.infer<typeof Product>;
