import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { EVENT_SCOPES, METHODS, type Scope } from '../methods.ts';

export type Command = { readonly command: string; readonly should_escape: boolean };
export type Shortcut = { readonly callback_id: string; readonly type: string; readonly name: string };

/** What the manifest makes of the app: which commands, shortcuts, events and scopes exist. Undefined means: any. */
export type AppFace = {
  readonly commands: readonly Command[] | undefined;
  readonly shortcuts: readonly Shortcut[] | undefined;
  readonly events: readonly string[] | undefined;
  readonly scopes: readonly string[];
};

/** Reads a parsed manifest; without one everything is there and every scope is granted. */
export function readManifest(manifest: JsonObject | undefined, scopes: readonly string[] | undefined): AppFace {
  if (!manifest) return { commands: undefined, shortcuts: undefined, events: undefined, scopes: scopes ?? allScopes() };
  const features = objectAt(manifest, 'features');
  const subscriptions = objectAt(objectAt(manifest, 'settings'), 'event_subscriptions');
  const granted = texts(objectAt(objectAt(manifest, 'oauth_config'), 'scopes')['bot']);
  return {
    commands: objects(features['slash_commands']).map(one => ({
      command: String(one['command']),
      should_escape: one['should_escape'] === true,
    })),
    shortcuts: objects(features['shortcuts']).map(one => ({
      callback_id: String(one['callback_id']),
      type: String(one['type']),
      name: String(one['name']),
    })),
    events: texts(subscriptions['bot_events']),
    scopes: scopes ?? granted,
  };
}

/** Every scope a method or an event of ours can ask for. */
export function allScopes(): readonly string[] {
  const named = Object.values(METHODS).flatMap(({ scope }) => scopesIn(scope));
  const events = Object.values(EVENT_SCOPES);
  return [...new Set([...named, ...events, 'chat:write.public', 'chat:write.customize', 'commands'])];
}

export function scopesIn(scope: Scope | undefined): readonly string[] {
  if (scope === undefined) return [];
  return typeof scope === 'string' ? [scope] : [...scope.channel, ...scope.private, ...scope.im];
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isObject(found) ? found : {};
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
