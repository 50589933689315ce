import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { findExecutable } from '#src/adapters/command/find.ts';
import { createGitInspector } from '#src/adapters/git/inspect.ts';
import { createNatsInspector } from '#src/adapters/nats/inspect.ts';
import { createPagerInspector } from '#src/adapters/pagerduty/inspect.ts';
import { createSlackInspector } from '#src/adapters/slack/inspect.ts';
import { slackLogger } from '#src/adapters/slack/logger.ts';
import { SECOND } from '#src/base/time.ts';
import { type Config, type Environment, inspectConfig } from '#src/config/env.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { secretsOf } from '#src/config/secrets.ts';
import { connects } from '#src/doctor/connects.ts';
import { diagnose } from '#src/doctor/diagnose.ts';
import { hasProblems, showFindings } from '#src/doctor/show.ts';
import type { Log } from '#src/ports/log.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { inspectSqlite } from '#src/store/inspect-sqlite.ts';
import { createMask } from '#src/telemetry/mask.ts';

const MANIFEST = join(import.meta.dirname, '../../manifest.yml');
const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** For one question to Slack or PagerDuty. */
const QUESTION_MAX_MS = 10 * SECOND;

type Options = {
  readonly json?: boolean;
  /** Default: the machine's clock. */
  readonly now?: () => number;
};

/** What is set up and what is not, as text for people or as JSON, and whether something has to be mended. */
export async function examine(env: Environment, { json = false, now = () => Date.now() }: Options = {}) {
  const { config, problems } = inspectConfig(env);
  const { oauth_config } = Manifest.parse(parse(await readFile(MANIFEST, 'utf8')));
  const findings = await diagnose({
    nodeVersion: process.versions.node,
    config,
    problems,
    load: async () => loadProducts(await readRunbookFiles(config.runbooks, config.vars), { vars: config.vars }),
    scopes: oauth_config.scopes.bot,
    slack: slackOf(config, now),
    pager: pagerOf(config),
    nats: config.nats && createNatsInspector(config.nats),
    database: inspectSqlite,
    find: name => findExecutable(name, config.path),
    repository: createGitInspector({
      path: config.path,
      home: config.environment['HOME'] ?? '',
      timeoutMs: QUESTION_MAX_MS,
    }),
    connects,
  });
  const sound = !hasProblems(findings);
  // Vendors choose the words of their refusals; none of ours may stand in them.
  const mask = createMask(secretsOf(config));
  return { sound, text: mask(json ? JSON.stringify({ sound, findings }, null, 2) : showFindings(findings)) };
}

function slackOf({ slack: { botToken, appToken, apiUrl } }: Config, now: () => number) {
  if (botToken === '') return null;
  const logger = slackLogger(SILENT);
  return createSlackInspector({ botToken, appToken, apiUrl, timeoutMs: QUESTION_MAX_MS, fetch, logger, now });
}

function pagerOf({ pager: { token, apiUrl } }: Config) {
  return token === null ? null : createPagerInspector({ url: apiUrl, token, timeoutMs: QUESTION_MAX_MS });
}

/** What went wrong is in the findings. */
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
