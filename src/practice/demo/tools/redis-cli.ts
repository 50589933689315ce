import { type Tool, toolError } from './tool.ts';

/** `redis-cli SET key value`, `GET key`, `DEL key`, `PING`: the feature flags of the demo company. */
export const redisCli: Tool = (argv, world) => {
  const [verb = '', key = '', value = ''] = argv;
  switch (verb.toUpperCase()) {
    case 'PING':
      return { lines: ['PONG'] };
    case 'GET':
      return { lines: [world.redis.get(key) ?? '(nil)'] };
    case 'SET':
      return {
        lines: ['OK'],
        apply: () => void world.redis.set(key, value),
        audit: { action: 'flag.set', subject: `${key} = ${value}` },
      };
    case 'DEL':
      return { lines: [`(integer) ${world.redis.has(key) ? 1 : 0}`], apply: () => void world.redis.delete(key) };
    default:
      return toolError(`(error) ERR unknown command '${verb}'`);
  }
};
