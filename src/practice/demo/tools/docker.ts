import { compose } from '../horadus/compose.ts';
import { type Tool, type ToolRun, type ToolWorld, toolError } from './tool.ts';

const IMAGE = /^[a-z0-9][a-z0-9._/-]*:[\w][\w.-]{0,127}$/;

/** `docker build -t IMAGE .`, `tag`, `push`, `image inspect`: keeps a list of images, as a registry would. */
export const docker: Tool = (argv, world, cwd) => {
  if (argv[0] === 'compose') return compose(argv.slice(1), { ...world.horadus, cwd });
  if (argv[0] === 'build') return build(argv, world);
  if (argv[0] === 'tag') return tag(argv.slice(1), world);
  if (argv[0] === 'push') return push(argv[1] ?? '', world);
  if (argv[0] === 'image' && argv[1] === 'inspect') return inspect(argv[2] ?? '', world);
  return toolError(`docker: '${argv[0] ?? ''}' is not a docker command.`);
};

function build(argv: readonly string[], world: ToolWorld): ToolRun {
  const at = argv.findIndex(one => one === '-t' || one === '--tag');
  const image = (at < 0 ? undefined : argv[at + 1]) ?? '';
  if (!IMAGE.test(image)) return toolError(`ERROR: invalid tag "${image}": invalid reference format`);
  return {
    lines: ['[1/3] FROM docker.io/library/node:24-slim', '[2/3] COPY . /app', '[3/3] RUN npm ci', `naming to ${image}`],
    apply: () => void world.images.set(image, { pushed: false }),
  };
}

function tag([from = '', to = '']: readonly string[], world: ToolWorld): ToolRun {
  if (!world.images.has(from)) return toolError(`Error response from daemon: No such image: ${from}`);
  if (!IMAGE.test(to)) return toolError(`Error parsing reference: "${to}" is not a valid repository/tag`);
  return { lines: [], apply: () => void world.images.set(to, { pushed: false }) };
}

function push(image: string, world: ToolWorld): ToolRun {
  if (!world.images.has(image)) return toolError(`An image does not exist locally with the tag: ${image}`);
  return {
    lines: [`The push refers to repository [${image.split(':')[0]}]`, `${image.split(':')[1]}: pushed`],
    apply: () => void world.images.set(image, { pushed: true }),
    audit: { action: 'image.pushed', subject: image },
  };
}

function inspect(image: string, world: ToolWorld): ToolRun {
  if (!world.images.has(image)) return toolError(`Error: No such image: ${image}`);
  return { lines: [JSON.stringify([{ RepoTags: [image] }])] };
}
