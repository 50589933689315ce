/** What can be broken in Horadus, with the words the page shows. */
export const HORADUS_FAULTS = {
  'horadus-errors': 'The new version returns errors',
  'horadus-stalls': 'The new worker processes nothing',
  'horadus-down': 'The new api does not come up',
} as const;

export type HoradusFault = keyof typeof HORADUS_FAULTS;
