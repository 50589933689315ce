import type { Database as RawDatabase } from 'better-sqlite3';
import type { Fact } from '#src/domain/fact.ts';
import type { Said, SimMessage, World } from '../../world/world.ts';
import type { UpTime } from '../up-time.ts';

/** A fact as it came onto the disk, at the world's present instant. */
export type Noted = Fact & { readonly stream: string };

/** What a promise is held against, as it happens. Each is told of everything and says what is broken. */
export type Check = {
  readonly fact?: (fact: Noted) => void;
  /** Of what belongs to no run. */
  readonly system?: (fact: Noted) => void;
  readonly saying?: (said: Said) => void;
  readonly posted?: (message: SimMessage) => void;
  readonly trouble?: (channel: string, is: boolean) => void;
  readonly paging?: (dedupKey: string) => void;
  readonly rang?: (dedupKey: string) => void;
  /** The bot has nothing left to do at this instant. */
  readonly rests?: () => void;
  readonly bot?: (is: 'down' | 'up' | 'asleep' | 'awake') => void;
  /** The clock was set; `seen`: while the bot looked. */
  readonly clockSet?: (byMs: number, seen: boolean) => void;
  readonly ends?: () => void;
};

export type Scope = {
  readonly world: World;
  readonly raw: RawDatabase;
  readonly problem: (says: string) => void;
  /** Time in which the bot was up and awake. */
  readonly upTime: UpTime;
};

export function incidentOfKey(dedupKey: string): string {
  return dedupKey.split('/')[1] ?? '';
}
