import { execFileSync } from 'node:child_process';
import { type ToolRun, toolError } from '../tools/tool.ts';
import { type Fleet, SERVICES } from './fleet.ts';

/** Where the containers are kept, and in which folder it was called. */
export type ComposeParts = { fleet(): Fleet; setFleet(next: Fleet): void; readonly cwd: string };

const FILE = 'docker-compose.prod.yml';

/**
 * `docker compose -f docker-compose.prod.yml build|run|up|ps`: builds what is really checked out in the folder it is called
 * in, and really changes what Horadus serves.
 */
export function compose(argv: readonly string[], parts: ComposeParts): ToolRun {
  if (argv[0] !== '-f' || argv[1] !== FILE) return toolError(`open ${argv[1] ?? 'compose.yaml'}: no such file`, 14);
  const words = argv.slice(2).filter((word, at, all) => word !== '--profile' && all[at - 1] !== '--profile');
  const [verb = '', ...rest] = words;
  const services = rest.filter(word => !word.startsWith('-'));
  switch (verb) {
    case 'build':
      return build(services, parts);
    case 'run':
      return services[0] === 'migrate' ? migrate(parts) : toolError(`no such service: ${services[0] ?? ''}`);
    case 'up':
      return up(services, parts);
    case 'ps':
      return ps(parts);
    default:
      return toolError(`unknown docker command: "compose ${verb}"`);
  }
}

function build(services: readonly string[], { fleet, setFleet, cwd }: ComposeParts): ToolRun {
  const missing = unknownOf(services);
  if (missing) return missing;
  const version = checkedOut(cwd);
  const built = Object.fromEntries(services.map(name => [name, version]));
  return {
    lines: [`Building ${version}`, ...services.map(name => `horadus-${name}  Built`)],
    apply: () => setFleet({ ...fleet(), built: { ...fleet().built, ...built } }),
  };
}

function migrate({ fleet, setFleet }: ComposeParts): ToolRun {
  const version = fleet().built['api'] ?? '';
  return {
    lines: [`Running upgrade ${fleet().schema} -> ${version}`],
    apply: () => setFleet({ ...fleet(), schema: version }),
  };
}

/** `beat` runs on the image of the worker. */
function up(services: readonly string[], { fleet, setFleet }: ComposeParts): ToolRun {
  const missing = unknownOf(services);
  if (missing) return missing;
  const { built } = fleet();
  const started = Object.fromEntries(
    services.map(name => [name, (name === 'beat' ? built['worker'] : built[name]) ?? '']),
  );
  return {
    lines: services.map(name => `Container horadus-${name}-1  Started`),
    apply: () => setFleet({ ...fleet(), running: { ...fleet().running, ...started } }),
  };
}

/** As `--format "{{.Service}} {{.State}}"` prints it. */
function ps({ fleet }: ComposeParts): ToolRun {
  return { lines: Object.keys(fleet().running).map(name => `${name} running`) };
}

function unknownOf(services: readonly string[]): ToolRun | undefined {
  const stray = services.find(name => !SERVICES.some(one => one === name));
  return stray === undefined ? undefined : toolError(`no such service: ${stray}`);
}

function checkedOut(cwd: string): string {
  return execFileSync('git', ['describe', '--tags', '--always'], { cwd, encoding: 'utf8' }).trim();
}
