import { GonogoError } from '#src/errors.ts';
import type { Mail } from '#src/ports/mail.ts';
import type { World } from './world.ts';

/** The mail hook: what it took is delivered. */
export function simMail(world: World): Mail {
  return {
    async send({ id, to }) {
      await world.time.sleep(world.random.between(20, 400));
      if (world.strikes('mailFails'))
        throw new GonogoError('mail.failed', 'the hook answered 500', { retryable: true });
      world.mails.push({ id, to });
      return { says: 'handed to the mail hook' };
    },
  };
}
