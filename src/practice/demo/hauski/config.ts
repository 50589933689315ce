import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Routing = z.object({ limit_per_second: z.number().nullable(), deny: z.boolean() });
const Limits = z.object({ latency: z.object({ llm_p95_ms: z.number(), index_p95_ms: z.number() }) });
const Flags = z.record(z.string(), z.boolean());
const Settings = z.object({ HAUSKI_SAFE_MODE: z.boolean() });

/** What hausKI goes by. It is read when it starts and when it is told to reload, as a service does. */
export type HauskiConfig = {
  /** Null: no limit. */
  readonly limitPerSecond: number | null;
  readonly deny: boolean;
  readonly safeMode: boolean;
  readonly flags: { readonly [name: string]: boolean };
  /** The budgets; nothing in the service depends on them, people do. */
  readonly llmP95Ms: number;
  readonly indexP95Ms: number;
};

/** Where each of them stands, below the repository. */
export const CONFIG_FILES = {
  routing: 'policies/routing.yaml',
  limits: 'policies/limits.yaml',
  models: 'policies/models.yaml',
  flags: 'config/flags.yaml',
  settings: 'config/settings.yaml',
} as const;

/** Reads the files of a repository. Throws when one is missing or is not of the expected form. */
export function readHauskiConfig(repository: string): HauskiConfig {
  const read = (file: string): unknown => parse(readFileSync(join(repository, file), 'utf8'));
  const { limit_per_second: limitPerSecond, deny } = Routing.parse(read(CONFIG_FILES.routing));
  const { latency } = Limits.parse(read(CONFIG_FILES.limits));
  return {
    ...{ limitPerSecond, deny },
    safeMode: Settings.parse(read(CONFIG_FILES.settings)).HAUSKI_SAFE_MODE,
    flags: Flags.parse(read(CONFIG_FILES.flags)),
    ...{ llmP95Ms: latency.llm_p95_ms, indexP95Ms: latency.index_p95_ms },
  };
}
