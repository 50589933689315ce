import { readConfig } from '#src/config/env.ts';
import { compose } from '#src/main.ts';
import { openParentLine } from './bot-side.ts';
import { nextMoment } from './next-moment.ts';

/**
 * The bot of the practice workspace, a process of its own: the same composition as in earnest, only the clock comes
 * from the practice process. When that process ends, so does this one.
 */
const line = openParentLine(() => process.exit(0));
const { clock } = line;
const { bot, store, stop } = await compose(readConfig(process.env), { clock, woundClock: true });
process.once('SIGTERM', () => void stop().finally(() => process.exit(0)));
line.ready(async () => {
  const nextDue = await bot.engine.tick();
  const now = clock.now();
  return {
    nextDue,
    nextMoment: await nextMoment(store, nextDue, now),
    idle: bot.engine.inFlight === 0 && (nextDue === null || nextDue > now),
  };
});
