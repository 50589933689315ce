import { HOUR, MINUTE } from '#src/base/time.ts';

/** What fires again within so long of its end is the same story: one message, kept up to date. */
export const QUIET_MS = 15 * MINUTE;

/**
 * An alert that comes and goes is told so often by thread, mail and a page that ends with it. From then on only its message
 * changes, and its page stays until the alert has been quiet: nobody is woken every few minutes for one thing.
 */
export const TOLD_MAX = 3;

/**
 * How long a sender may be silent about what it said fires. Alertmanager and Grafana say it again every four hours where
 * nobody set `repeat_interval`, at the next round of their groups (five minutes), and they retry what did not get through.
 */
export const SILENT_AFTER_MS = 5 * HOUR;
