/** What can be broken in Wimmelwelt, with the words the page shows. */
export const WIMMELWELT_FAULTS = {
  'wimmel-errors': 'The new version returns errors',
  'wimmel-smoke': 'The new version cannot upload',
  'wimmel-outage': 'Every eighth request fails, whatever the version',
  'wimmel-push': 'Push messages do not arrive',
  'wimmel-database-slow': 'The database answers slowly, whatever the version',
  'wimmel-ci-red': 'The CI of Wimmelwelt is red',
  'wimmel-backup-old': 'The last backup is three days old',
} as const;

export type WimmelweltFault = keyof typeof WIMMELWELT_FAULTS;
