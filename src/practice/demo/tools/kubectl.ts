import { type Cluster, type Deployment, liveName, SERVICE, scale, setImage, undo } from '../cluster.ts';
import { type Tool, type ToolRun, type ToolWorld, toolError } from './tool.ts';

type Verb = (args: readonly string[], world: ToolWorld) => ToolRun | Promise<ToolRun>;

const VERBS: { readonly [verb: string]: Verb } = {
  'set image': runSetImage,
  'set weight': runSetWeight,
  'rollout undo': runUndo,
  'rollout status': runStatus,
  'get service': runGetService,
  'get deployment': runGetDeployment,
  exec: runExec,
  scale: runScale,
  patch: runPatch,
};

/** The part of kubectl that the runbooks use, and the team's plug-in `set weight`. */
export const kubectl: Tool = (argv, world) => {
  const flagless = argv.filter(one => !/^(-n|--namespace|--context)=/.test(one));
  for (const [words, verb] of Object.entries(VERBS)) {
    const parts = words.split(' ');
    if (parts.every((word, at) => flagless[at] === word)) return verb(flagless.slice(parts.length), world);
  }
  return toolError(`error: unknown command "${argv.join(' ')}" for "kubectl"`);
};

function runSetImage([target = '', assignment = '']: readonly string[], world: ToolWorld): ToolRun {
  const name = deploymentName(target);
  const image = assignment.slice(assignment.indexOf('=') + 1);
  const missing = requireDeployment(world.cluster(), name);
  if (missing) return missing;
  if (!/^[\w./-]+:[\w.-]+$/.test(image)) return toolError(`error: invalid image "${image}"`);
  return {
    lines: [`deployment.apps/${name} image updated`, ...rolling(name, world.cluster().deployments[name])],
    apply: () => world.setCluster(setImage(world.cluster(), name, image)),
    audit: { action: 'deployment.image', subject: `${name} -> ${image}` },
  };
}

function runSetWeight([target = '', share = '']: readonly string[], world: ToolWorld): ToolRun {
  const weight = Number(share);
  if (target !== 'canary-service') return toolError(`Error from server (NotFound): canaries "${target}" not found`);
  if (!/^\d{1,3}$/.test(share) || weight > 100) return toolError(`error: weight must be 0 to 100, not "${share}"`);
  return {
    lines: [`canary-service: ${world.cluster().weight}% -> ${weight}%`, `canary-service weight set to ${weight}%`],
    apply: () => world.setCluster({ ...world.cluster(), weight }),
    audit: { action: 'traffic.weight', subject: `canary ${weight} %` },
  };
}

function runUndo([target = '']: readonly string[], world: ToolWorld): ToolRun {
  const name = deploymentName(target);
  const missing = requireDeployment(world.cluster(), name);
  if (missing) return missing;
  if (!undo(world.cluster(), name)) return toolError(`error: no rollout history found for deployment "${name}"`);
  return {
    lines: [`deployment.apps/${name} rolled back`, ...rolling(name, world.cluster().deployments[name])],
    apply: () => world.setCluster(undo(world.cluster(), name) ?? world.cluster()),
    audit: { action: 'deployment.undo', subject: name },
  };
}

function runStatus([target = '']: readonly string[], world: ToolWorld): ToolRun {
  const name = deploymentName(target);
  const missing = requireDeployment(world.cluster(), name);
  return missing ?? { lines: [`deployment "${name}" successfully rolled out`] };
}

function runScale(args: readonly string[], world: ToolWorld): ToolRun {
  const name = deploymentName(args.find(one => one.startsWith('deploy')) ?? '');
  const replicas = Number(args.find(one => one.startsWith('--replicas='))?.slice('--replicas='.length));
  const missing = requireDeployment(world.cluster(), name);
  if (missing) return missing;
  if (!Number.isInteger(replicas) || replicas < 0) return toolError('error: --replicas=COUNT is required');
  return {
    lines: [`deployment.apps/${name} scaled to ${replicas}`],
    apply: () => world.setCluster(scale(world.cluster(), name, replicas) ?? world.cluster()),
    audit: { action: 'deployment.scale', subject: `${name} -> ${replicas}` },
  };
}

function runPatch(args: readonly string[], world: ToolWorld): ToolRun {
  const name = args[0] === 'service' ? args[1] : args[0]?.replace(/^(service|svc)\//, '');
  const colour = selectedColour(args[args.indexOf('-p') + 1]);
  if (name !== SERVICE) return toolError(`Error from server (NotFound): services "${name}" not found`);
  if (colour === undefined) return toolError('error: unable to parse the patch: spec.selector.version is expected');
  const next = { ...world.cluster(), colour: colour ?? undefined };
  if (!next.deployments[liveName(next)]?.replicas) return toolError(`error: ${liveName(next)} has no ready replicas`);
  return {
    lines: [`service/${name} patched`],
    apply: () => world.setCluster({ ...world.cluster(), colour: next.colour }),
    audit: { action: 'traffic.switch', subject: `${name} -> ${liveName(next)}` },
  };
}

/** What `-o jsonpath={.spec.selector.version}` prints: the live colour, and nothing where the service names none. */
function runGetService(_args: readonly string[], world: ToolWorld): ToolRun {
  return { lines: [world.cluster().colour ?? ''] };
}

function runGetDeployment([name = '', ...options]: readonly string[], world: ToolWorld): ToolRun {
  const deployment = world.cluster().deployments[name];
  if (!deployment) return notFound(name);
  return { lines: [options.join(' ').includes('.spec.replicas') ? String(deployment.replicas) : deployment.image] };
}

const SMOKE_REQUESTS = 8;

/** `exec deployment/NAME -- npm run test:smoke`: really asks that deployment, whoever the service points at. */
async function runExec([target = '', ...words]: readonly string[], world: ToolWorld): Promise<ToolRun> {
  const name = deploymentName(target);
  const missing = requireDeployment(world.cluster(), name);
  if (missing) return missing;
  if (words.join(' ') !== '-- npm run test:smoke') return toolError(`error: exec failed: "${words.join(' ')}"`, 127);
  const paths = ['/health', ...Array.from({ length: SMOKE_REQUESTS }, (_, nth) => `/documents/${nth + 1}`)];
  const lines: string[] = [];
  for (const path of paths) lines.push(`${await world.visit(name, path)} GET ${path}`);
  const bad = lines.filter(line => !line.startsWith('200 ')).length;
  if (bad > 0) return { lines, error: `${bad} of ${lines.length} smoke tests failed` };
  return { lines: [...lines, `${lines.length} smoke tests passed`] };
}

function deploymentName(target: string): string {
  return target.replace(/^deployments?(\.apps)?\//, '');
}

function requireDeployment(cluster: Cluster, name: string): ToolRun | undefined {
  return Object.hasOwn(cluster.deployments, name) ? undefined : notFound(name);
}

function notFound(name: string): ToolRun {
  return toolError(`Error from server (NotFound): deployments.apps "${name}" not found`);
}

function rolling(name: string, deployment: Deployment | undefined): string[] {
  const replicas = Math.max(1, deployment?.replicas ?? 1);
  const waiting = `Waiting for deployment "${name}" rollout to finish: ${replicas - 1} of ${replicas} updated...`;
  return [waiting, `deployment "${name}" successfully rolled out`];
}

/** The colour a patch selects; null takes the colour out of the selector; undefined: it says something else. */
function selectedColour(patch: string | undefined): string | null | undefined {
  try {
    const read = JSON.parse(patch ?? '') as { spec?: { selector?: { version?: unknown } } };
    const version = read.spec?.selector?.version;
    return typeof version === 'string' || version === null ? version : undefined;
  } catch {
    return undefined;
  }
}
