import { existsSync } from 'node:fs';
import { type LocalWork, say } from './local.ts';
import { runNode } from './run-node.ts';

/** A small uv: `uv run --no-sync TOOL ARGS` really runs `tools/TOOL.js` of the repository it is called in. */
export const uv: LocalWork = ([verb, ...rest]) => {
  const [tool = '', ...args] = rest.filter(word => word !== '--no-sync');
  const file = `tools/${tool}.js`;
  if (verb !== 'run' || !/^[a-z-]+$/.test(tool) || !existsSync(file))
    return say(`error: Failed to spawn: ${tool}\n  Caused by: No such file or directory`, 2);
  return runNode([file, ...args]);
};
