/** Who measures for ourselves. */
export const OURSELVES = 'gonogo';

/** Whose word it is: `alertmanager:<fingerprint>` is Alertmanager's. */
export function sender(source: string): string {
  const [name = ''] = source.split(':');
  return SENDERS[name] ?? name;
}

const SENDERS: { readonly [name: string]: string } = { alertmanager: 'Alertmanager', grafana: 'Grafana' };
