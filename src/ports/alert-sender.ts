import type { ReceivedAlert } from '#src/domain/alerts/commands.ts';

/** One alert of Alertmanager or Grafana, verified and read, with what its labels say about whose it is. */
export type ToldAlert = ReceivedAlert & { readonly product: string | null };
