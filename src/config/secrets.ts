import type { Config } from './env.ts';

/** Every value that must never be shown: not in a log, not in a recorded call, not in a report. */
export function secretsOf({ slack, pager, mailHook, smtp, environment, secrets }: Config): readonly string[] {
  const keys = Object.entries(environment).filter(([name]) => /^PAGERDUTY_\w*KEY$/.test(name));
  const single = [slack.botToken, slack.signingSecret, slack.appToken, pager.token, pager.webhookSecret, mailHook];
  const password = smtp === null ? '' : decodeURIComponent(new URL(smtp.url).password);
  if (password !== '') single.push(password);
  return [...single.filter(one => one !== null), ...keys.map(([, value]) => value), ...Object.values(secrets)];
}
