/** One environment of Wimmelwelt: what is deployed where, and who gets the users. */
export type Site = {
  /** Version by deployment: `blue`, `green`, `canary`. */
  readonly versions: { readonly [deployment: string]: string };
  readonly live: 'blue' | 'green';
  /** Percent of the users by a deployment that is not the live one. */
  readonly share: { readonly to: string; readonly percent: number } | null;
  readonly databaseBlocked: boolean;
  readonly storageBlocked: boolean;
  /** Migrations that are applied. */
  readonly schema: number;
};

export type SiteName = 'staging' | 'production';
export type Sites = { readonly [name in SiteName]: Site };

export const FIRST_WIMMELWELT = '2.4.0';

export function firstSites(): Sites {
  const site: Site = {
    versions: { blue: FIRST_WIMMELWELT, green: FIRST_WIMMELWELT, canary: FIRST_WIMMELWELT },
    live: 'blue',
    share: null,
    databaseBlocked: false,
    storageBlocked: false,
    schema: 1,
  };
  return { staging: site, production: site };
}

/** `wimmel traffic green 50`: all of it makes that colour the live one; a canary never is. */
export function moveTraffic(site: Site, to: string, percent: number): Site {
  const isColour = to === 'blue' || to === 'green';
  if (isColour && percent === 100) return { ...site, live: to, share: null };
  return { ...site, share: percent === 0 || to === site.live ? null : { to, percent } };
}

/** The deployment that answers the nth request. */
export function deploymentOf(site: Site, nth: number): string {
  const { share, live } = site;
  return share !== null && (nth * share.percent) % 100 >= 100 - share.percent ? share.to : live;
}
