import type { JsonObject } from '#src/base/json.ts';
import type { PageShortcut } from './protocol.ts';

/** What Slack offers of the app beside commands, as its manifest says. */
export function shortcutsIn(manifest: JsonObject): readonly PageShortcut[] {
  const features = manifest['features'] as
    | { shortcuts?: { name: string; callback_id: string; type: string }[] }
    | undefined;
  return (features?.shortcuts ?? []).map(({ name, callback_id, type }) => ({
    id: callback_id,
    name,
    kind: type === 'message' ? 'message' : 'global',
  }));
}
