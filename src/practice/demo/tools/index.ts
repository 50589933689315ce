import { wimmel } from '../wimmelwelt/tool.ts';
import { docker } from './docker.ts';
import { kubectl } from './kubectl.ts';
import { redisCli } from './redis-cli.ts';
import type { Tool } from './tool.ts';

/** The tools that work on the demo world. `npm`, `nats`, `oasdiff` and `git` work on the scratch repository instead. */
export const TOOLS: { readonly [name: string]: Tool } = { kubectl, docker, 'redis-cli': redisCli, wimmel };
