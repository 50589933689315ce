import type { SlackFake } from '#src/fakes/slack/start.ts';
import { FAULTS, type Fault } from './demo/faults.ts';
import type { DemoWorld } from './demo/world.ts';
import type { PageFault } from './protocol.ts';

/** Everything on the page that can be broken: the demo service and Slack itself. */
export type FaultSwitches = {
  list(): readonly PageFault[];
  /** Answers false when there is no such fault. */
  set(id: string, on: boolean): boolean;
};

const SLACK_429 = { id: 'slack-429', title: 'Slack answers 429 (too many requests)' };
/** Short enough to see it heal. */
const RETRY_AFTER_SECONDS = 5;

export function createFaultSwitches(demo: DemoWorld, slack: SlackFake): FaultSwitches {
  let lift: (() => void) | undefined;
  function setSlack(on: boolean): void {
    if (on) lift ??= slack.faults.add({ kind: 'rate-limit', method: 'all', retryAfter: RETRY_AFTER_SECONDS });
    else {
      lift?.();
      lift = undefined;
    }
  }
  return {
    list: () => [
      ...Object.entries(FAULTS).map(([id, title]) => ({ id, title, on: demo.state().faults.includes(id as Fault) })),
      { ...SLACK_429, on: lift !== undefined },
    ],
    set(id, on) {
      if (id === SLACK_429.id) setSlack(on);
      else if (Object.hasOwn(FAULTS, id)) demo.setFault(id as Fault, on);
      else return false;
      return true;
    },
  };
}
