import type { PagerDutyFake } from '#src/fakes/pagerduty/start.ts';
import type { SlackFake } from '#src/fakes/slack/start.ts';
import { FAULTS, type Fault } from './demo/faults.ts';
import { HAUSKI_FAULTS, type HauskiFault } from './demo/hauski/faults.ts';
import type { Hauski } from './demo/hauski/service.ts';
import { HORADUS_FAULTS, type HoradusFault } from './demo/horadus/faults.ts';
import { WIMMELWELT_FAULTS, type WimmelweltFault } from './demo/wimmelwelt/faults.ts';
import type { DemoWorld } from './demo/world.ts';
import type { PageFault } from './protocol.ts';

/** Everything on the page that can be broken: the demo services, Slack and PagerDuty. */
export type FaultSwitches = {
  list(): readonly PageFault[];
  /** Answers false when there is no such fault. */
  set(id: string, on: boolean): Promise<boolean>;
};

type Switch = Omit<PageFault, 'on'> & { isOn(): boolean; turn(on: boolean): void | Promise<void> };

/** Short enough to see it heal. */
const RETRY_AFTER_SECONDS = 5;

export type Breakable = {
  readonly demo: DemoWorld;
  readonly hauski: Hauski;
  readonly slack: SlackFake;
  readonly pagerDuty: PagerDutyFake;
};

export function createFaultSwitches({ demo, hauski, slack, pagerDuty }: Breakable): FaultSwitches {
  const rest = { of: 'pagerduty' } as const;
  const switches: readonly Switch[] = [
    ...Object.entries(FAULTS).map(([id, title]) => ({
      ...{ id, title, of: 'valero' as const },
      isOn: () => demo.state().faults.includes(id as Fault),
      turn: (on: boolean) => demo.setFault(id as Fault, on),
    })),
    ...Object.entries(HAUSKI_FAULTS).map(([id, title]) => ({
      ...{ id, title, of: 'hauski' as const },
      isOn: () => hauski.state().faults.includes(id as HauskiFault),
      turn: (on: boolean) => hauski.setFault(id as HauskiFault, on),
    })),
    ...Object.entries(HORADUS_FAULTS).map(([id, title]) => ({
      ...{ id, title, of: 'horadus' as const },
      isOn: () => demo.horadus.state().faults.includes(id as HoradusFault),
      turn: (on: boolean) => demo.horadus.setFault(id as HoradusFault, on),
    })),
    ...Object.entries(WIMMELWELT_FAULTS).map(([id, title]) => ({
      ...{ id, title, of: 'wimmelwelt' as const },
      isOn: () => demo.wimmelwelt.state().faults.includes(id as WimmelweltFault),
      turn: (on: boolean) => demo.wimmelwelt.setFault(id as WimmelweltFault, on),
    })),
    lifted({ id: 'slack-429', title: 'Slack answers 429 (too many requests)', of: 'slack' }, () =>
      slack.faults.add({ kind: 'rate-limit', method: 'all', retryAfter: RETRY_AFTER_SECONDS }),
    ),
    lifted({ ...rest, id: 'pager-drops', title: 'PagerDuty says 202 and does nothing' }, () =>
      pagerDuty.faults.add({ place: 'events', kind: 'accept-and-drop' }),
    ),
    lifted({ ...rest, id: 'pager-429', title: 'PagerDuty answers 429 (too many requests)' }, () =>
      pagerDuty.faults.add({ place: 'all', kind: 'rate-limit', retryAfter: RETRY_AFTER_SECONDS }),
    ),
    lifted({ ...rest, id: 'pager-5xx', title: 'PagerDuty answers 500' }, () =>
      pagerDuty.faults.add({ place: 'all', kind: 'http-error' }),
    ),
    lifted({ ...rest, id: 'pager-hangs', title: 'PagerDuty never answers' }, () =>
      pagerDuty.faults.add({ place: 'all', kind: 'hang' }),
    ),
    goneSwitch(pagerDuty),
  ];
  return {
    list: () => switches.map(({ id, title, of, isOn }) => ({ id, title, of, on: isOn() })),
    async set(id, on) {
      const found = switches.find(one => one.id === id);
      await found?.turn(on);
      return found !== undefined;
    },
  };
}

/** A fault that the fake hands out with the function that lifts it. */
function lifted(what: Omit<PageFault, 'on'>, add: () => () => void): Switch {
  let lift: (() => void) | undefined;
  return {
    ...what,
    isOn: () => lift !== undefined,
    turn(on) {
      if (on) lift ??= add();
      else {
        lift?.();
        lift = undefined;
      }
    },
  };
}

function goneSwitch(pagerDuty: PagerDutyFake): Switch {
  let gone = false;
  return {
    ...{ id: 'pager-gone', title: 'PagerDuty is gone (no connection)', of: 'pagerduty' },
    isOn: () => gone,
    async turn(on) {
      gone = on;
      await (on ? pagerDuty.goAway() : pagerDuty.comeBack());
    },
  };
}
