import { z } from 'zod';
import { durationMs, parseDuration } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import { isDecodable, NATS_HELP, type NatsConfig, readNats } from './nats.ts';
import { readSigningSecrets, SIGNING_SECRET_HELP } from './signing-secrets.ts';

export type Environment = { readonly [name: string]: string | undefined };

const Span = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const duration = parseDuration(text);
      if (duration) return durationMs(duration);
      context.addIssue({
        code: 'custom',
        message: `"${text}" is not a duration: write a whole number and a unit, for example 30s`,
      });
      return z.NEVER;
    });

function isSmtp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return /^smtps?:$/.test(protocol) && hostname !== '' && isDecodable(username) && isDecodable(password);
}

const Settings = z.object({
  SLACK_BOT_TOKEN: z.string().min(1, 'is needed: the bot token of the Slack app, beginning with xoxb-'),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'must be an app-level token, beginning with xapp-, with the scope connections:write')
    .optional(),
  SLACK_API_URL: z.url().default('https://slack.com/api/'),
  GONOGO_HOST: z.string().default('127.0.0.1'),
  GONOGO_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  GONOGO_RUNBOOKS: z.string().default('runbooks'),
  GONOGO_DATA: z.string().default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:/, 'only sqlite: is supported by this version')
    .optional(),
  GONOGO_DEFAULT_PRODUCT: z.string().optional(),
  GONOGO_RECORD_CALLS: z.string().optional(),
  GONOGO_PATH: z.string().optional(),
  GONOGO_SETTLE_CHAT: Span('30s'),
  GONOGO_SETTLE_PAGER: Span('60s'),
  GONOGO_ALERT_SILENCE: Span('5h'),
  GONOGO_CALENDAR_TOKEN: z
    .string()
    .min(16, 'must be at least 16 characters, for it is all that keeps the calendar feed private')
    .optional(),
  GONOGO_KEEP_COMMANDS: Span('90d'),
  GONOGO_MAIL_HOOK: z.url().optional(),
  STATUSPAGE_API_URL: z.url().default('https://api.statuspage.io'),
  STATUSPAGE_API_KEY: z.string().optional(),
  STATUSPAGE_PAGE_ID: z.string().optional(),
  GRAFANA_URL: z.url().optional(),
  GRAFANA_TOKEN: z.string().optional(),
  GITHUB_API_URL: z.url().default('https://api.github.com'),
  GITHUB_TOKEN: z.string().optional(),
  GONOGO_TICKETS: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'must be the repository tickets are opened in, owner/name')
    .optional(),
  GONOGO_WEBHOOK_SECRET: z
    .string()
    .refine(text => readSigningSecrets(text) !== null, SIGNING_SECRET_HELP)
    .optional(),
  GONOGO_NATS: z
    .string()
    .refine(text => readNats(text) !== null, NATS_HELP)
    .optional(),
  GONOGO_NATS_CREDS: z.string().optional(),
  GONOGO_SMTP_URL: z
    .string()
    .refine(
      isSmtp,
      'must be the address of a mail server, for example smtps://user:password@smtp.example.com, with a % in the password written as %25',
    )
    .optional(),
  GONOGO_MAIL_FROM: z.email('must be the mail address this bot writes from').optional(),
  GONOGO_CHANGE_EVENTS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  PAGERDUTY_EVENTS_URL: z.url().default('https://events.pagerduty.com'),
  PAGERDUTY_API_URL: z.url().default('https://api.pagerduty.com'),
  PAGERDUTY_TOKEN: z.string().optional(),
  PAGERDUTY_WEBHOOK_SECRET: z.string().optional(),
  GONOGO_ALERTMANAGER_TOKEN: z.string().min(8, 'must have at least 8 characters').optional(),
  GONOGO_GRAFANA_TOKEN: z.string().min(8, 'must have at least 8 characters').optional(),
  GONOGO_GRAFANA_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export type Config = {
  readonly slack: {
    readonly botToken: string;
    /** Null: only with an `appToken`. */
    readonly signingSecret: string | null;
    /** Set: Socket Mode. */
    readonly appToken: string | null;
    readonly apiUrl: string;
  };
  readonly host: string;
  readonly port: number;
  readonly runbooks: string;
  readonly data: string;
  readonly database: string;
  readonly defaultProduct: string | null;
  readonly recordCalls: string | null;
  readonly path: string;
  /** How long the output of commands is kept. */
  readonly keepCommandsMs: number;
  readonly settleChatMs: number;
  readonly settlePagerMs: number;
  readonly alertSilenceMs: number;
  readonly pager: {
    readonly eventsUrl: string;
    readonly apiUrl: string;
    /** Null: nobody can look what stands behind a page, nor who is on call. */
    readonly token: string | null;
    /** Null: PagerDuty tells nothing by itself. */
    readonly webhookSecret: string | null;
  };
  /** PagerDuty is told what changes in production. */
  readonly changeEvents: boolean;
  /** In the address of the calendar feed; null: there is no feed. */
  readonly calendarToken: string | null;
  /** What each sender of alerts proves itself with; null: there is no address for it. */
  readonly alertTokens: { readonly alertmanager: string | null; readonly grafana: string | null };
  /** What Grafana signs its alerts with; null: it does not have to. */
  readonly grafanaSecret: string | null;
  /** Where mails of last resort are posted to; null: there is no such hook. */
  readonly mailHook: string | null;
  /** Services that steps speak to; null: a step that needs it fails and says so. */
  readonly statusPage: { readonly url: string; readonly key: string; readonly page: string } | null;
  readonly grafana: { readonly url: string; readonly token: string } | null;
  readonly tickets: { readonly url: string; readonly token: string; readonly repository: string } | null;
  /** What events are signed with for subscribers that name no secret of their own, the newest first; empty: with nothing. */
  readonly webhookSecrets: readonly string[];
  /** Where published names go as well; null: nowhere else. */
  readonly nats: NatsConfig | null;
  /** The mail server, and who writes; null: there is none. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly logLevel: string;
  /** `GONOGO_VAR_<NAME>`: overrides of runbook vars. */
  readonly vars: { readonly [name: string]: string };
  /** `GONOGO_SECRET_<NAME>`: `secrets.<NAME>` in runbooks. Never logged. */
  readonly secrets: { readonly [name: string]: string };
  /** The environment commands may be given parts of, by their executable's list. */
  readonly environment: { readonly [name: string]: string };
};

/** Nothing of Slack, PagerDuty or a database is set: then `npm start` opens the practice workspace. */
export function isUnconfigured(env: Environment): boolean {
  return !Object.keys(env).some(name => /^(SLACK_|PAGERDUTY_|DATABASE_URL$)/.test(name) && env[name] !== '');
}

/** What the practice workspace does not do with settings of the bot, in a sentence; null: none of them is set. */
export function practiceIgnores(env: Environment): string | null {
  const set = ['GONOGO_RUNBOOKS', 'GONOGO_DATA'].filter(name => (env[name] ?? '') !== '');
  if (set.length === 0) return null;
  return `${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'} not used here: the practice workspace plays its own products, whose commands are stand-ins. "npm run gonogo -- rehearse" plays yours without doing anything.`;
}

/** Reads and checks the environment in one place. Throws `config.invalid` with every problem, one a line. */
export function readConfig(env: Environment): Config {
  const { config, problems } = inspectConfig(env);
  if (problems.length === 0) return config;
  throw new GonogoError(
    'config.invalid',
    `gonogo cannot start:\n${problems.map(problem => `  - ${problem}`).join('\n')}`,
  );
}

/**
 * For whoever looks what is wrong: every problem, and the configuration as far as it is good. A variable with a problem
 * counts as not set; a bot token that is missing is empty.
 */
export function inspectConfig(env: Environment): { readonly config: Config; readonly problems: readonly string[] } {
  const set = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const given = Object.fromEntries(set);
  const parsed = Settings.safeParse({ SLACK_BOT_TOKEN: '', ...given });
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.map(issue => `${issue.path.join('.')} ${issue.message}`);
  if (given['SLACK_SIGNING_SECRET'] === undefined && given['SLACK_APP_TOKEN'] === undefined)
    problems.push(
      'SLACK_SIGNING_SECRET is needed: the signing secret of the Slack app, for HTTP; or SLACK_APP_TOKEN, for Socket Mode',
    );
  if (given['GONOGO_SMTP_URL'] !== undefined && given['GONOGO_MAIL_FROM'] === undefined)
    problems.push('GONOGO_MAIL_FROM is needed with GONOGO_SMTP_URL: the mail address this bot writes from');
  problems.push(...halves(given));
  const good = Object.fromEntries(set.filter(([name]) => !issues.some(issue => issue.path[0] === name)));
  const config = toConfig(
    Settings.extend({ SLACK_BOT_TOKEN: z.string() }).parse({ SLACK_BOT_TOKEN: '', ...good }),
    good,
  );
  return { config, problems };
}

/** Variables that are of use only together; GITHUB_TOKEN alone may be there for the commands. */
const TOGETHER = [
  ['STATUSPAGE_API_KEY', 'STATUSPAGE_PAGE_ID'],
  ['STATUSPAGE_PAGE_ID', 'STATUSPAGE_API_KEY'],
  ['GRAFANA_URL', 'GRAFANA_TOKEN'],
  ['GONOGO_TICKETS', 'GITHUB_TOKEN'],
  ['GONOGO_NATS_CREDS', 'GONOGO_NATS'],
] as const;

function halves(given: { readonly [name: string]: string }): readonly string[] {
  return TOGETHER.flatMap(([set, other]) =>
    given[set] !== undefined && given[other] === undefined ? [`${other} is needed with ${set}`] : [],
  );
}

/** The file of the database, also where the rest of the environment is not set: reading it back needs nothing else. */
export function databaseOf(env: { readonly [name: string]: string | undefined }): string {
  return fileOf(env['DATABASE_URL'] || undefined, env['GONOGO_DATA'] || 'data');
}

function fileOf(url: string | undefined, data: string): string {
  return url?.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') ?? `${data}/gonogo.sqlite`;
}

function toConfig(settings: z.output<typeof Settings>, env: { readonly [name: string]: string }): Config {
  return {
    slack: {
      botToken: settings.SLACK_BOT_TOKEN,
      signingSecret: settings.SLACK_SIGNING_SECRET ?? null,
      appToken: settings.SLACK_APP_TOKEN ?? null,
      apiUrl: settings.SLACK_API_URL,
    },
    host: settings.GONOGO_HOST,
    port: settings.GONOGO_PORT,
    runbooks: settings.GONOGO_RUNBOOKS,
    data: settings.GONOGO_DATA,
    database: fileOf(settings.DATABASE_URL, settings.GONOGO_DATA),
    defaultProduct: settings.GONOGO_DEFAULT_PRODUCT ?? null,
    recordCalls: settings.GONOGO_RECORD_CALLS ?? null,
    path: settings.GONOGO_PATH ?? env['PATH'] ?? '',
    keepCommandsMs: settings.GONOGO_KEEP_COMMANDS,
    settleChatMs: settings.GONOGO_SETTLE_CHAT,
    settlePagerMs: settings.GONOGO_SETTLE_PAGER,
    alertSilenceMs: settings.GONOGO_ALERT_SILENCE,
    pager: {
      eventsUrl: settings.PAGERDUTY_EVENTS_URL,
      apiUrl: settings.PAGERDUTY_API_URL,
      token: settings.PAGERDUTY_TOKEN ?? null,
      webhookSecret: settings.PAGERDUTY_WEBHOOK_SECRET ?? null,
    },
    changeEvents: settings.GONOGO_CHANGE_EVENTS === 'on',
    calendarToken: settings.GONOGO_CALENDAR_TOKEN ?? null,
    alertTokens: {
      alertmanager: settings.GONOGO_ALERTMANAGER_TOKEN ?? null,
      grafana: settings.GONOGO_GRAFANA_TOKEN ?? null,
    },
    grafanaSecret: settings.GONOGO_GRAFANA_SECRET ?? null,
    mailHook: settings.GONOGO_MAIL_HOOK ?? null,
    ...servicesOf(settings),
    webhookSecrets: readSigningSecrets(settings.GONOGO_WEBHOOK_SECRET ?? '') ?? [],
    nats: settings.GONOGO_NATS === undefined ? null : readNats(settings.GONOGO_NATS, settings.GONOGO_NATS_CREDS),
    smtp:
      settings.GONOGO_SMTP_URL === undefined || settings.GONOGO_MAIL_FROM === undefined
        ? null
        : { url: settings.GONOGO_SMTP_URL, from: settings.GONOGO_MAIL_FROM },
    logLevel: settings.LOG_LEVEL,
    vars: prefixed(env, 'GONOGO_VAR_'),
    secrets: prefixed(env, 'GONOGO_SECRET_'),
    environment: { ...env, PATH: settings.GONOGO_PATH ?? env['PATH'] ?? '' },
  };
}

function servicesOf(settings: z.output<typeof Settings>): Pick<Config, 'statusPage' | 'grafana' | 'tickets'> {
  const { STATUSPAGE_API_KEY: key, STATUSPAGE_PAGE_ID: page, GRAFANA_URL: grafana, GRAFANA_TOKEN: token } = settings;
  const { GITHUB_TOKEN: github, GONOGO_TICKETS: repository } = settings;
  return {
    statusPage: key && page ? { url: settings.STATUSPAGE_API_URL, key, page } : null,
    grafana: grafana && token ? { url: grafana, token } : null,
    tickets: github && repository ? { url: settings.GITHUB_API_URL, token: github, repository } : null,
  };
}

function prefixed(env: { readonly [name: string]: string }, prefix: string): { readonly [name: string]: string } {
  const found = Object.entries(env).filter(([name]) => name.startsWith(prefix) && name.length > prefix.length);
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}
