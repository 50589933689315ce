import { type Tool, toolError } from './tool.ts';

/** `nats schema validate ...` and the like: the message schemas of the demo company never break. */
export const nats: Tool = argv => {
  if (argv.length === 0) return toolError('error: command not specified, try --help');
  return { lines: ['12 subjects checked', 'no incompatible change'] };
};

/** `oasdiff breaking OLD NEW`: the demo API only ever gains addresses. */
export const oasdiff: Tool = argv => {
  if (argv.length < 3) return toolError('Error: accepts 2 arg(s), received 0', 100);
  return { lines: [`comparing ${argv[1]} with ${argv[2]}`, 'No breaking changes to report'] };
};
