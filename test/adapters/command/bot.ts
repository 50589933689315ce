import { text } from 'node:stream/consumers';
import { createCommands } from '#src/adapters/command/commands.ts';
import type { CommandOrder } from '#src/ports/commands.ts';

/* What of the bot matters here: it starts a command, holds its keeper's pipes as the bot does, and can be killed. */
const dataFolder = process.argv[2] ?? '';
const order = JSON.parse(await text(process.stdin)) as CommandOrder;
const commands = createCommands({ dataFolder, path: '', secrets: {}, mask: said => said });
await commands.start(order);
process.stdout.write('started');
await commands.follow(order.id, () => {});
