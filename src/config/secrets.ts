import type { Config } from './env.ts';

/** Every value that must never be shown: not in a log, not in a recorded call, not in a report. */
export function secretsOf({
  slack,
  pager,
  mailHook,
  alertTokens,
  smtp,
  webhookSecrets,
  environment,
  secrets,
  ...services
}: Config): readonly string[] {
  const keys = Object.entries(environment).filter(([name]) => /^PAGERDUTY_\w*KEY$/.test(name));
  const single = [
    slack.botToken,
    slack.signingSecret,
    slack.appToken,
    pager.token,
    pager.webhookSecret,
    mailHook,
    ...webhookSecrets,
    ...Object.values(alertTokens),
  ];
  const password = smtp === null ? '' : decodeURIComponent(new URL(smtp.url).password);
  if (password !== '') single.push(password);
  const { statusPage, grafana, tickets, nats } = services;
  single.push(services.grafanaSecret, nats?.pass ?? null, nats?.token ?? null);
  single.push(statusPage?.key ?? null, grafana?.token ?? null, tickets?.token ?? null);
  return [...single.filter(one => one !== null), ...keys.map(([, value]) => value), ...Object.values(secrets)];
}
