/**
 * Every Web API method the bot calls: its bot scopes, and whether it changes something. A lost answer to a reading
 * method is no unknown outcome: it may simply be asked again. `manifest.yml` asks for these scopes and no others.
 */
export const METHODS = {
  // With the app-level token (connections:write), which is no bot scope.
  'apps.connections.open': { scopes: [], writes: false },
  'auth.test': { scopes: [], writes: false },
  'users.info': { scopes: ['users:read'], writes: false },
  'users.lookupByEmail': { scopes: ['users:read.email'], writes: false },
  'usergroups.list': { scopes: ['usergroups:read'], writes: false },
  'conversations.info': { scopes: ['channels:read', 'groups:read'], writes: false },
  'conversations.history': { scopes: ['channels:history', 'groups:history', 'im:history'], writes: false },
  'conversations.replies': { scopes: ['channels:history', 'groups:history', 'im:history'], writes: false },
  'conversations.open': { scopes: ['im:write'], writes: false },
  'chat.postMessage': { scopes: ['chat:write'], writes: true },
  'chat.postEphemeral': { scopes: ['chat:write'], writes: true },
  'chat.update': { scopes: ['chat:write'], writes: true },
  'chat.getPermalink': { scopes: [], writes: false },
  'reactions.add': { scopes: ['reactions:write'], writes: true },
  'files.info': { scopes: ['files:read'], writes: false },
  'files.getUploadURLExternal': { scopes: ['files:write'], writes: false },
  'files.completeUploadExternal': { scopes: ['files:write'], writes: true },
  'views.open': { scopes: [], writes: true },
  'views.update': { scopes: [], writes: true },
  'views.publish': { scopes: [], writes: true },
} as const satisfies { readonly [method: string]: { readonly scopes: readonly string[]; readonly writes: boolean } };

export type Method = keyof typeof METHODS;

/** Events the app subscribes to, with the scopes they need. `events.ts` reads these and no others. */
export const EVENTS = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  // Edits and deletions of messages; new ones come along and are dropped.
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  reaction_added: ['reactions:read'],
} as const satisfies { readonly [event: string]: readonly string[] };

export type EventName = keyof typeof EVENTS;
