/** The containers Horadus runs in, as `docker compose` keeps them. */
export type Fleet = {
  /** Image by service: the version it was built from. */
  readonly built: { readonly [service: string]: string };
  /** Version by service. */
  readonly running: { readonly [service: string]: string };
  /** The version whose migrations the database has. */
  readonly schema: string;
};

/** What runs when practice begins. */
export const FIRST_HORADUS = 'v0.4.2';

export const SERVICES = ['api', 'worker', 'beat'] as const;

export function firstFleet(): Fleet {
  const all = { api: FIRST_HORADUS, worker: FIRST_HORADUS, beat: FIRST_HORADUS };
  return { built: all, running: all, schema: FIRST_HORADUS };
}
