import type { People } from './directory.ts';
import type { Agent, Incident, Incidents } from './incidents.ts';

type Parts = { readonly people: People; readonly incidents: Incidents; readonly webhooks: { pump(): Promise<void> } };

/**
 * What people do in PagerDuty's app. Each names a person and the key of a page, and resolves when the webhook about it was
 * tried once. Throws `fake.misused` for a person or key that is not there.
 */
export function createActs({ people, incidents, webhooks }: Parts) {
  async function act(user: string, key: string, what: (incident: Incident, by: Agent) => void): Promise<void> {
    const incident = incidents.byKey(key);
    const { id, name } = people.user(user);
    // The app offers nothing for what is closed.
    if (incident.status !== 'resolved') what(incident, { id, type: 'user_reference', summary: name });
    await webhooks.pump();
  }

  return {
    acknowledge: (user: string, key: string) => act(user, key, (one, by) => incidents.acknowledge(one, by)),
    resolve: (user: string, key: string) => act(user, key, (one, by) => incidents.resolve(one, by)),
    /** Acknowledges for so long; then it rings again. */
    snooze: (user: string, key: string, forMs: number) =>
      act(user, key, (one, by) => incidents.acknowledge(one, by, forMs)),
    reassign: (user: string, key: string, to: readonly string[]) =>
      act(user, key, (one, by) => incidents.reassign(one, by, to)),
  };
}
