import type { JsonObject } from '#src/base/json.ts';
import type { Handlers } from './handler.ts';
import { findUser } from './look-up.ts';
import { paged } from './paging.ts';
import { groupOnWire, userOnWire } from './wire.ts';

export const PEOPLE: Handlers = {
  'api.test': args => ({ args: { error: args.need('error') } }),

  'auth.test': (_args, { workspace }) => {
    const { team, bot } = workspace.directory;
    const url = `https://${team.domain}.slack.com/`;
    const { user_id, bot_id, name } = bot;
    return { url, team: team.name, user: name, team_id: team.id, user_id, bot_id, is_enterprise_install: false };
  },

  'users.info': (args, context) => ({ user: userOnWire(findUser(context, args.need('user')), context) }),

  'users.lookupByEmail': (args, context) => {
    const email = args.need('email').toLowerCase();
    const { directory } = context.workspace;
    const user = directory.users().find(one => !one.deleted && one.email?.toLowerCase() === email);
    context.judge.require('email-known', user !== undefined, 'users_not_found');
    const answer: JsonObject = user ? { user: userOnWire(user, context) } : {};
    return answer;
  },

  'users.list': (args, context) => {
    const { page, tail } = paged(context.workspace.directory.users(), args, context.judge);
    return {
      members: page.map(user => userOnWire(user, context)),
      cache_ts: Math.floor(context.clock.now() / 1_000),
      ...tail,
    };
  },

  'usergroups.list': (args, { workspace }) => {
    const { team } = workspace.directory;
    const groups = workspace.directory.groups();
    return { usergroups: groups.map(group => groupOnWire(group, team.id, args.flag('include_users'))) };
  },

  'usergroups.users.list': (args, { workspace, judge }) => {
    const group = workspace.directory.group(args.need('usergroup'));
    judge.require('group-exists', group !== undefined, 'no_such_subteam');
    return { users: group?.users ?? [] };
  },
};
