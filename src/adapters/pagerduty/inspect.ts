import { z } from 'zod';
import type { OnCall, Pager } from '#src/ports/pager.ts';
import { onCall } from './on-call.ts';
import { createRest } from './rest.ts';

const Named = z.object({ name: z.string().nullish(), summary: z.string().nullish() });
const Schedule = z.object({ schedule: Named });
const Policy = z.object({ escalation_policy: Named });
const Webhooks = z.object({
  webhook_subscriptions: z.array(
    z.object({
      active: z.boolean(),
      delivery_method: z.object({ url: z.string().nullish(), temporarily_disabled: z.boolean().nullish() }),
      events: z.array(z.string()),
    }),
  ),
});

/** Where PagerDuty sends its webhooks. `isOn` false: switched off, perhaps by PagerDuty after failures. */
export type WebhookSeen = { readonly url: string; readonly isOn: boolean; readonly events: readonly string[] };

export type PagerInspector = ReturnType<typeof createPagerInspector>;

type Parts = { readonly url: string; readonly token: string; readonly timeoutMs: number };

/** Asks how the account is set up; pages nobody. Everything throws what `Ask` throws. */
export function createPagerInspector({ url, token, timeoutMs }: Parts) {
  const patience = () => AbortSignal.timeout(timeoutMs);
  const rest = createRest({ url, token, record: (_vendor, fetchFn) => fetchFn, patience });
  return {
    /** Whether the key is good. The one question every key may ask. */
    async key(): Promise<void> {
      const schema = z.object({ abilities: z.array(z.string()) });
      await rest()({ what: 'what the account can do', path: '/abilities', query: [], schema });
    },
    /** Its name. */
    async schedule(id: string): Promise<string> {
      const path = `/schedules/${encodeURIComponent(id)}`;
      const { schedule } = await rest()({ what: `for the schedule ${id}`, path, query: [], schema: Schedule });
      return schedule.name ?? schedule.summary ?? id;
    },
    async policy(id: string): Promise<string> {
      const path = `/escalation_policies/${encodeURIComponent(id)}`;
      const what = `for the escalation policy ${id}`;
      const { escalation_policy: found } = await rest()({ what, path, query: [], schema: Policy });
      return found.name ?? found.summary ?? id;
    },
    onCall: (request: Parameters<Pager['onCall']>[0]): Promise<readonly OnCall[]> => onCall(rest(), request),
    async webhooks(): Promise<readonly WebhookSeen[]> {
      const query = [['limit', '100']] as const;
      const path = '/webhook_subscriptions';
      const { webhook_subscriptions: all } = await rest()({ what: 'for its webhooks', path, query, schema: Webhooks });
      return all.map(({ active, delivery_method, events }) => ({
        url: delivery_method.url ?? '',
        isOn: active && delivery_method.temporarily_disabled !== true,
        events,
      }));
    },
  };
}
