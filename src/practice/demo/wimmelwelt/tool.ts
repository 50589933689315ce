import { type Tool, type ToolRun, type ToolWorld, toolError } from '../tools/tool.ts';
import { moveTraffic, type Site, type SiteName } from './site.ts';

/** The team's script, as Wimmelwelt's runbooks call it: works on the two environments of the demo service. */
export const wimmel: Tool = (argv, world) => {
  const verb = Object.hasOwn(VERBS, argv[0] ?? '') ? VERBS[argv[0] ?? ''] : undefined;
  return verb?.(argv.slice(1), world.wimmelwelt) ?? toolError(`wimmel: cannot ${argv.join(' ')}`, 2);
};

type Wimmelwelt = ToolWorld['wimmelwelt'];

/** Undefined: it was not understood. */
type Verb = (words: readonly string[], wimmelwelt: Wimmelwelt) => ToolRun | undefined;

const VERBS: { readonly [verb: string]: Verb } = {
  ci: ([commit = ''], { ciIsRed }) => (commit === '' ? undefined : ci(commit.slice(0, 10), ciIsRed())),
  env: ([name = '']) => (isSite(name) ? { lines: VARIABLES[name] } : undefined),
  live: (_, { sites }) => ({ lines: [sites().production.live] }),
  deploy: ([where = '', version = ''], wimmelwelt) =>
    where === 'staging'
      ? change(wimmelwelt, 'staging', site => onBoth(site, version), `staging: ${version}`)
      : deploy(wimmelwelt, where, version),
  traffic: ([to = '', share = ''], wimmelwelt) =>
    /^\d{1,3}$/.test(share) && to in wimmelwelt.sites().production.versions
      ? change(wimmelwelt, 'production', site => moveTraffic(site, to, Number(share)), `${to}: ${share} %`)
      : undefined,
  migrate: ([way = ''], wimmelwelt) => {
    const step = { up: 1, down: -1 }[way];
    if (step === undefined) return undefined;
    return change(wimmelwelt, 'production', site => ({ ...site, schema: site.schema + step }), `migrated ${way}`);
  },
  smoke: ([where = ''], wimmelwelt) => {
    const [site, deployment] = where === 'staging' ? (['staging', 'blue'] as const) : (['production', where] as const);
    const found = wimmelwelt.smoke(site, deployment);
    const lines = found.map(({ what, ok }) => `${ok ? 'ok' : 'FAILED'} ${what}`);
    return found.every(one => one.ok) ? { lines } : { lines, error: 'smoke tests failed' };
  },
  database: (words, wimmelwelt) => block(words, wimmelwelt, 'databaseBlocked'),
  storage: (words, wimmelwelt) => block(words, wimmelwelt, 'storageBlocked'),
  restore: ([where]) => (where === 'scratch' ? { lines: ['restored last night into scratch'] } : undefined),
  failover: ([name = '']) =>
    isSite(name) ? { lines: [`${name}: primary taken away`, 'a new primary is elected'] } : undefined,
};

function ci(commit: string, isRed: boolean): ToolRun {
  if (isRed) return toolError(`wimmel: CI of ${commit} is red: 1 of 212 tests failed`);
  return { lines: [`wimmelwelt-backend@sha-${commit}`] };
}

function deploy(wimmelwelt: Wimmelwelt, where: string, version: string): ToolRun | undefined {
  if (!(where in wimmelwelt.sites().production.versions) || version === '') return undefined;
  const put = (site: Site): Site => ({ ...site, versions: { ...site.versions, [where]: version } });
  return change(wimmelwelt, 'production', put, `${where}: ${version} deployed`);
}

function onBoth(site: Site, version: string): Site {
  return { ...site, versions: { ...site.versions, blue: version, green: version } };
}

function block(
  [name = '', how = '']: readonly string[],
  wimmelwelt: Wimmelwelt,
  what: 'databaseBlocked' | 'storageBlocked',
) {
  if (!isSite(name) || (how !== 'block' && how !== 'free')) return undefined;
  return change(wimmelwelt, name, site => ({ ...site, [what]: how === 'block' }), `${name}: ${how}`);
}

function change(wimmelwelt: Wimmelwelt, name: SiteName, how: (site: Site) => Site, line: string): ToolRun {
  const apply = () => wimmelwelt.setSites({ ...wimmelwelt.sites(), [name]: how(wimmelwelt.sites()[name]) });
  return { lines: [line], apply };
}

function isSite(name: string): name is SiteName {
  return name === 'staging' || name === 'production';
}

/** What is set in each environment, as its hosting would print it. */
const VARIABLES: { readonly [name in SiteName]: readonly string[] } = {
  staging: [
    'MONGODB_URI=mongodb://db.staging/wimmelwelt_staging',
    'AUTH_SECRET=practice-staging',
    'AWS_ACCESS_KEY_ID=practice-staging',
    'AWS_SECRET_ACCESS_KEY=practice-staging',
    'FILE_STORAGE_MODE=s3',
    'LOG_LEVEL=debug',
    'LOG_ENDPOINT=https://logs.staging.example',
    'OTEL_TOKEN=practice-staging',
  ],
  production: [
    'MONGODB_URI=mongodb://db.production/wimmelwelt_prod',
    'AUTH_SECRET=practice-production',
    'AWS_ACCESS_KEY_ID=practice',
    'AWS_SECRET_ACCESS_KEY=practice',
    'FILE_STORAGE_MODE=s3',
    'AWS_REGION=eu-central-1',
    'LOG_LEVEL=info',
    'LOG_ENDPOINT=https://logs.example',
    'OTEL_EXPORTER_OTLP_ENDPOINT=https://otel.example',
    'OTEL_TOKEN=practice-production',
  ],
};
