import type { ReceivedAlert } from '#src/domain/alerts/commands.ts';

/** One alert of Alertmanager or Grafana, verified and read, with what its labels say about whose it is. */
export type ToldAlert = ReceivedAlert & { readonly product: string | null };

/** Why not everything was taken, for the log of the sender; `later`: the same is taken once that is mended. */
export type AlertsRefused = { readonly says: string; readonly later: boolean };
