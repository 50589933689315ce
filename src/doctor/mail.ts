import type { Config } from '#src/config/env.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { ok, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

type Connects = (url: string) => Promise<void>;

/** Ways to send mail. They are connected to and nothing is sent: a mail would go to everybody. */
export function mailChecks(config: Config, products: readonly Product[], connects: Connects): readonly Check[] {
  const { mailHook, smtp } = config;
  return [
    ...(mailHook === null ? [] : [reach('Mail hook', 'GONOGO_MAIL_HOOK', mailHook, connects)]),
    ...(smtp === null ? [] : [reach('Mail server', 'GONOGO_SMTP_URL', smtp.url, connects)]),
    ...(mailHook === null && smtp === null ? missing(products) : []),
  ];
}

function reach(name: string, variable: string, url: string, connects: Connects): Check {
  return {
    name,
    remedy: `Look at ${variable} and at the way out of this network.`,
    async run() {
      await connects(withPort(url));
      return [ok(`${new URL(url).host} can be reached; whether it sends a mail, only a mail can tell.`)];
    },
  };
}

/** Mail goes to 587 or 465 where nothing else is said. */
function withPort(address: string): string {
  const url = new URL(address);
  if (url.port === '' && url.protocol.startsWith('smtp')) url.port = url.protocol === 'smtps:' ? '465' : '587';
  return url.href;
}

/** Roles that can only be reached by a mail that nobody sends. */
function missing(products: readonly Product[]): readonly Check[] {
  const roles = products.flatMap(product =>
    Object.entries(product.roles).flatMap(([name, { mail, users, group }]) =>
      mail.length > 0 && users.length === 0 && group === null ? [`${name} of ${product.name}`] : [],
    ),
  );
  if (roles.length === 0) return [];
  const says = `Only by mail can be reached: ${roles.join(', ')}. No way to send mail is set.`;
  const remedy = 'Set GONOGO_SMTP_URL and GONOGO_MAIL_FROM, or GONOGO_MAIL_HOOK.';
  return [{ name: 'Mail', remedy, run: async () => [warning(says, remedy)] }];
}
