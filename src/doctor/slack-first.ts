import { type Seen, warning } from './finding.ts';

/** Nothing else of Slack can be known before the token is accepted; saying so once is enough. */
export function notAsked(what: string): Seen {
  return warning(
    `The ${what} were not looked at, because Slack did not say whose token it is.`,
    'Mend what stands under "Slack app" first.',
  );
}
