import { GonogoError } from '#src/errors.ts';
import type { PagerDutyFake } from '#src/fakes/pagerduty/start.ts';
import type { SlackFake } from '#src/fakes/slack/start.ts';
import { actInSlack } from './acts.ts';
import type { BotProcess } from './bot-process.ts';
import type { FaultSwitches } from './fault-switches.ts';
import type { ActionAnswer, PageAction } from './protocol.ts';
import type { Winding } from './winding.ts';

export type ActorParts = {
  readonly slack: SlackFake;
  readonly pagerDuty: PagerDutyFake;
  readonly bot: BotProcess;
  readonly winding: Winding;
  readonly faults: FaultSwitches;
  changed(): void;
};

/** Does what somebody did on the page, in Slack or to the workspace. What nobody could do is answered with a sentence. */
export function createActor(parts: ActorParts): (user: string, action: PageAction) => Promise<ActionAnswer> {
  return async (user, action) => {
    try {
      await act(parts, user, action);
      return { ok: true };
    } catch (error) {
      if (error instanceof GonogoError && error.code === 'fake.misused') return { ok: false, error: error.message };
      throw error;
    } finally {
      parts.changed();
    }
  };
}

async function act(parts: ActorParts, user: string, action: PageAction): Promise<void> {
  switch (action.kind) {
    case 'wind':
      // The page sees it move; the answer to the press need not wait for an hour of it.
      void parts.winding.wind(action.by).finally(parts.changed);
      return;
    case 'fault':
      if (!(await parts.faults.set(action.id, action.on)))
        throw new GonogoError('fake.misused', `No fault ${action.id}.`);
      return;
    case 'phone':
      parts.winding.answered();
      return parts.pagerDuty[action.does](action.phone, action.key);
    case 'kill':
      return parts.bot.kill();
    case 'revive':
      return parts.bot.start();
    default:
      parts.winding.answered();
      return actInSlack(parts.slack, user, action);
  }
}
