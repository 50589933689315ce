import type { FromBot, Standing, ToBot } from './bot-messages.ts';
import { createPracticeClock, type PracticeClock } from './clock.ts';

/** What the bot's process brings: one round of what is due, and how things stand after it. */
export type PracticeTick = () => Promise<Standing>;

/** The bot's end of the line to the practice process. */
export type ParentLine = {
  /** Goes at the speed of the wall and jumps when the practice process says so. */
  readonly clock: PracticeClock;
  /** Says that the bot listens, and from now on does a round whenever it is asked to. */
  ready(tick: PracticeTick): void;
};

/** Opens the line. Without a parent there is nothing to practise: `onGone` is called when the parent ends. */
export function openParentLine(onGone: () => void): ParentLine {
  const clock = createPracticeClock();
  let tick: PracticeTick | undefined;
  const tell = (message: FromBot) => void process.send?.(message);
  process.on('message', (message: ToBot) => {
    if (message.type === 'clock') clock.advanceTo(message.now);
    // Asked before it listens: the answer comes with the next question.
    else void tick?.().then(standing => tell({ type: 'ticked', ...standing }));
  });
  process.on('disconnect', onGone);
  return {
    clock,
    ready(next) {
      tick = next;
      tell({ type: 'ready' });
    },
  };
}
