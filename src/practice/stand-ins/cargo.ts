import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { listen, requestUrl, sendJson } from '../http.ts';
import { type LocalWork, say } from './local.ts';

const BUILT = 'target/release/hauski-core';

/**
 * A small cargo: `build` and `vendor` work on the repository they are started in, always `--locked`; `run` serves what was
 * built, on HAUSKI_BIND, until it is stopped.
 */
export const cargo: LocalWork = argv => {
  if (!argv.includes('--locked'))
    return say('error: the lock file needs to be updated but --locked was not passed', 101);
  switch (argv[0]) {
    case 'build':
      return build(argv.includes('--release') ? BUILT : 'target/debug/hauski-core');
    case 'vendor':
      return vendor();
    case 'run':
      return serve();
    default:
      return say(`error: no such command: \`${argv[0] ?? ''}\``, 101);
  }
};

function build(file: string): number {
  for (const { name } of crates())
    if (!existsSync(`vendor/${name}/VERSION`)) return say(`error: no matching package named \`${name}\` found`, 101);
  mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  writeFileSync(file, readFileSync('Cargo.toml', 'utf8'));
  return say(`    Finished \`release\` profile, ${file}`);
}

/** What is stale goes, as with the real one. */
function vendor(): number {
  rmSync('vendor', { recursive: true, force: true });
  for (const { name, version } of crates()) {
    mkdirSync(`vendor/${name}`, { recursive: true });
    writeFileSync(`vendor/${name}/VERSION`, `${version}\n`);
    say(`   Vendoring ${name} v${version}`);
  }
  return 0;
}

async function serve(): Promise<number> {
  if (!existsSync(BUILT)) return say(`error: ${BUILT} is not built`, 101);
  const [host = '127.0.0.1', port = '8080'] = (process.env['HAUSKI_BIND'] ?? '').split(':');
  await listen(
    (req, res) => sendJson(res, ['/ready', '/health'].includes(requestUrl(req).pathname) ? 200 : 404, { ok: true }),
    Number(port),
    host,
  );
  say(`hauski-core listens on ${host}:${port}`);
  // Until it is told to end.
  return new Promise(() => {});
}

function crates(): readonly { readonly name: string; readonly version: string }[] {
  const lock = readFileSync('Cargo.lock', 'utf8');
  return [...lock.matchAll(/name = "([^"]+)"\nversion = "([^"]+)"/g)].map(([, name = '', version = '']) => ({
    name,
    version,
  }));
}
