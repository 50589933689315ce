import { loadIncidentShop } from './incident-shop.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

/** Goes as far as a test needs it, by what people type and what the pager says. */

export async function declaredSev1(loaded = loadIncidentShop()): Promise<World> {
  const world = createWorld({ loaded });
  await world.say('U0ANA', 'declare sev1 checkout down');
  return world;
}

export function accepted(world: World, page = 'p1'): void {
  world.tell({ type: 'page-accepted', page, says: 'accepted' }, 'INC-1');
}

export function standing(
  world: World,
  state: 'absent' | 'triggered' | 'acknowledged' | 'resolved',
  more: { readonly by?: string; readonly assigned?: readonly string[]; readonly page?: string } = {},
): void {
  const { by = null, assigned = [], page = 'p1' } = more;
  world.tell({ type: 'page-standing', page, state, by, at: null, url: null, assigned, via: 'read-back' }, 'INC-1');
}

/** What keeps it from being resolved is out of the way but the figures and the open steps. */
export const CLOSING = {
  summary: 'The bank answers again',
  impact: '30 % of checkouts for 20 min',
  postmortem: 'U0ANA',
  skip: 'Nothing left to find out',
  override: 'The graph is flat',
} as const;

/** Resolved, with everything that was asked for. */
export async function resolved(world: World): Promise<void> {
  const reply = await world.say('U0ANA', 'resolve');
  if (reply.kind !== 'modal') throw new Error('no form');
  const sent = await world.send('U0ANA', reply.view, CLOSING);
  if (sent.kind !== 'nothing') throw new Error(JSON.stringify(sent));
}

export const SUSPECT = { run: 'REL-7', title: 'Shop 4.18.0 minor', version: '4.18.0', status: 'completed' } as const;

export function suspected(world: World): void {
  world.tell({ type: 'suspects-found', releases: [{ ...SUSPECT, at: world.now() - 20 * 60_000 }] }, 'INC-1');
}
