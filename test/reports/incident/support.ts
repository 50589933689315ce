import type { Ask } from '#src/domain/commands.ts';
import type { ResolveCommand } from '#src/domain/incident/commands.ts';

/** A resolution that nothing stands in the way of. */
export function resolveWith(change: Partial<Omit<ResolveCommand, 'type'>> = {}): Ask {
  return {
    type: 'resolve',
    summary: 'The connection pool was raised',
    impact: 'none',
    mitigatedAt: null,
    postmortemOwner: 'UKIM',
    followUps: [],
    skipOpen: 'not needed',
    override: null,
    ...change,
  };
}
