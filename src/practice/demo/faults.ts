/** What can be broken in the demo service, with the words the page shows. */
export const FAULTS = {
  'canary-errors': 'The new version returns errors',
  'canary-slow': 'The new version is slow',
  'metrics-gone': 'Metrics do not answer',
  'health-fails': 'Health check fails',
  'integrity-broken': 'An audit entry was tampered with',
  'backup-old': 'The nightly backups have failed for days',
} as const;

export type Fault = keyof typeof FAULTS;

/** Which faults are on. */
export type Faults = { has(fault: Fault): boolean; set(fault: Fault, on: boolean): void; list(): readonly Fault[] };

export function createFaults(): Faults {
  const on = new Set<Fault>();
  return {
    has: fault => on.has(fault),
    set: (fault, value) => void (value ? on.add(fault) : on.delete(fault)),
    list: () => [...on],
  };
}
