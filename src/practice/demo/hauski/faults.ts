/** What can be broken in hausKI, with the words the page shows. */
export const HAUSKI_FAULTS = {
  'hauski-out': 'hausKI is out: /ready answers 503',
  'hauski-slow': 'The feature “rerank” is slow',
  'hauski-errors': 'The feature “suggestions” returns errors',
  'hauski-hot': 'The GPU runs hot',
  'hauski-new-slow': 'The new release of hausKI is slow',
  'hauski-ci-red': 'The CI of hausKI is red',
} as const;

export type HauskiFault = keyof typeof HAUSKI_FAULTS;
