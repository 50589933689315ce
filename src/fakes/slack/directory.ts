import type { Changes } from './changes.ts';
import type { BotSeed, ChannelSeed, GroupSeed, TeamSeed, UserSeed } from './options.ts';

export type User = Required<Omit<UserSeed, 'email'>> & { readonly email: string | undefined };

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly is_private: boolean;
  readonly is_im: boolean;
  readonly is_archived: boolean;
  /** Seconds since 1970. */
  readonly created: number;
  readonly creator: string;
  readonly members: readonly string[];
  readonly topic: string;
};

export type Group = Required<GroupSeed>;
export type Directory = ReturnType<typeof createDirectory>;

type Seeds = {
  readonly team: TeamSeed;
  readonly bot: BotSeed;
  readonly users: readonly UserSeed[];
  readonly channels: readonly ChannelSeed[];
  readonly groups: readonly GroupSeed[];
};

/** Who and what the workspace holds besides messages. */
export function createDirectory(seeds: Seeds, changes: Changes) {
  const { team, bot } = seeds;
  const users = new Map<string, User>();
  const channels = new Map<string, Channel>();
  const groups = new Map<string, Group>();
  users.set(bot.user_id, fullUser({ id: bot.user_id, name: bot.name, is_bot: true }, team));
  for (const seed of seeds.users) users.set(seed.id, fullUser(seed, team));
  const everybody = [...users.values()].filter(user => !user.deleted).map(user => user.id);
  for (const seed of seeds.channels) channels.set(seed.id, fullChannel(seed, everybody));
  for (const seed of seeds.groups) groups.set(seed.id, { name: seed.handle, ...seed });

  return {
    team,
    bot,
    users: () => [...users.values()],
    user: (id: string) => users.get(id),
    channels: () => [...channels.values()],
    channel: (id: string) => channels.get(id),
    groups: () => [...groups.values()],
    group: (id: string) => groups.get(id),
    /** The person's handle or display name, without `@`. */
    userNamed: (name: string) => [...users.values()].find(user => [user.name, user.display_name].includes(name)),
    channelNamed: (name: string) => [...channels.values()].find(channel => channel.name === name),
    /** Adds or changes a person: to deactivate somebody in the middle of a run. */
    putUser(seed: UserSeed) {
      users.set(seed.id, fullUser(seed, team));
    },
    /** Adds or replaces a user group. */
    putGroup(seed: GroupSeed) {
      groups.set(seed.id, { name: seed.handle, ...seed });
    },
    putChannel(channel: Channel) {
      channels.set(channel.id, channel);
      changes.publish('channel.changed', { channel: channel.id });
    },
    /** The direct conversation of the bot with these people, if there is one. */
    direct: (people: readonly string[]) => {
      const wanted = [...people, bot.user_id].sort().join();
      return [...channels.values()].find(channel => channel.is_im && [...channel.members].sort().join() === wanted);
    },
  };
}

function fullUser(seed: UserSeed, team: TeamSeed): User {
  return {
    id: seed.id,
    name: seed.name,
    real_name: seed.real_name ?? seed.name,
    display_name: seed.display_name ?? seed.name,
    email: seed.email,
    tz: seed.tz ?? 'Etc/UTC',
    is_bot: seed.is_bot ?? false,
    deleted: seed.deleted ?? false,
    is_restricted: seed.is_restricted ?? false,
    is_ultra_restricted: seed.is_ultra_restricted ?? false,
    is_stranger: seed.is_stranger ?? false,
    team_id: seed.team_id ?? team.id,
  };
}

function fullChannel(seed: ChannelSeed, everybody: readonly string[]): Channel {
  return {
    id: seed.id,
    name: seed.name,
    is_private: seed.is_private ?? false,
    is_im: false,
    is_archived: seed.is_archived ?? false,
    created: 0,
    creator: everybody[0] ?? '',
    members: seed.members ?? everybody,
    topic: '',
  };
}
