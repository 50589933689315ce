import { suggest } from '#src/base/nearest.ts';
import { BOT } from '#src/domain/actor.ts';
import type { ReceivedAlert } from '#src/domain/alerts/commands.ts';
import { ALERTS } from '#src/domain/decide.ts';
import type { Engine } from '#src/engine/engine.ts';
import type { AlertsRefused, ToldAlert } from '#src/ports/alert-sender.ts';
import type { Log } from '#src/ports/log.ts';
import type { Loaded } from '#src/runbook/load.ts';

export type AlertsTold = {
  readonly sender: 'alertmanager' | 'grafana';
  readonly alerts: readonly ToldAlert[];
  /** Named by the address it came to; null: none was. */
  readonly product: string | null;
};

type Parts = {
  readonly engine: Engine;
  readonly loaded: Loaded;
  readonly defaultProduct: string | null;
  readonly log: Log;
};

/** Hands what was told to the products it is about; resolves once it is on disk, or with why not all of it is. */
export async function alertsTold(parts: Parts, { sender, alerts, product }: AlertsTold): Promise<AlertsRefused | null> {
  const known = watched(parts).map(one => one.name);
  if (product !== null && !known.includes(product)) {
    // Guessed, it would page the people of another product.
    const says = `?product=${product} names no product that has alerts here (${suggest(product, known)}). Nothing of this message was taken; correct the address at the sender.`;
    parts.log.warn({ sender, product, names: namesOf(alerts) }, `alerts were refused: ${says}`);
    return { says, later: false };
  }
  const absent: string[] = [];
  const byProduct = Map.groupBy(alerts, alert => whose(parts, alert, product));
  for (const [name, told] of byProduct) {
    if (name === null) {
      parts.log.warn(
        { sender, names: namesOf(told) },
        'alerts of no product were told: add ?product= to the address, or a label product',
      );
      continue;
    }
    const received = told.map(({ product: _, ...alert }): ReceivedAlert => alert);
    const stream = `${ALERTS}${name}`;
    const handled = await parts.engine.handle(stream, {
      actor: BOT,
      type: 'alerts-received',
      sender,
      alerts: received,
    });
    if (handled.kind === 'refused') absent.push(name);
  }
  if (absent.length === 0) return null;
  // Its files were wrong from the first start on, so nobody knows yet whom to tell.
  const says = `${absent.join(', ')} could not be loaded, so its alerts wait at the sender: run \`npm run gonogo lint\`, mend it and restart.`;
  parts.log.warn({ sender, names: namesOf(alerts) }, `alerts were not taken yet: ${says}`);
  return { says, later: true };
}

const namesOf = (alerts: readonly ToldAlert[]) => [...new Set(alerts.map(one => one.name))];
/** One whose files are wrong now goes on as it was, so it may well have alerts. */
const watched = ({ loaded }: Parts) => loaded.products.filter(one => one.alerts !== null || !one.startable);

/** The one that is named; else the only one that knows an alert of this name; else the default, or the only one there is. */
function whose(parts: Parts, alert: ToldAlert, named: string | null): string | null {
  const products = watched(parts);
  const find = (name: string | null) => products.find(one => one.name === name);
  const knowing = products.filter(one =>
    one.alerts?.environments.some(environment => environment.alerts.some(known => known.name === alert.name)),
  );
  const [only] = knowing.length === 1 ? knowing : [];
  const found = find(named) ?? find(alert.product) ?? only ?? find(parts.defaultProduct);
  const sure = products.filter(one => one.alerts !== null);
  const left = sure.length > 0 ? sure : products;
  return (found ?? (left.length === 1 ? left[0] : undefined))?.name ?? null;
}
