import { type Changes, createChanges } from './changes.ts';
import { createDirectory } from './directory.ts';
import { createEphemerals } from './ephemerals.ts';
import { createFiles } from './files.ts';
import { createMessages } from './messages.ts';
import type { BotSeed, FakeClock, SlackFakeOptions, TeamSeed } from './options.ts';
import { createStamps } from './stamps.ts';
import { createViews } from './views.ts';

export type Workspace = ReturnType<typeof createWorkspace>;

type Parts = {
  readonly clock: FakeClock;
  readonly newId: (kind: string) => string;
  readonly team: TeamSeed;
  readonly bot: BotSeed;
  readonly seeds: Pick<SlackFakeOptions, 'users' | 'channels' | 'groups'>;
};

/** Everything the people of the workspace can see, and nothing the bot believes about it. */
export function createWorkspace({ clock, newId, team, bot, seeds }: Parts) {
  const changes: Changes = createChanges(clock);
  const stamp = createStamps(clock);
  const { users = [], channels = [], groups = [] } = seeds;
  const directory = createDirectory({ team, bot, users, channels, groups }, changes);
  return {
    changes,
    stamp,
    newId,
    directory,
    messages: createMessages({ changes, stamp, team }),
    ephemerals: createEphemerals({ changes, stamp, clock }),
    views: createViews({ changes, newId, clock }),
    files: createFiles({ changes, newId }),
    get revision() {
      return changes.revision;
    },
  };
}
