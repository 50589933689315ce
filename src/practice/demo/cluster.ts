/** One deployment: what runs now, and what ran before (for `rollout undo`). */
export type Deployment = {
  readonly image: string;
  readonly version: string;
  readonly replicas: number;
  readonly former: readonly string[];
};

/** What is deployed where, and who gets the traffic. */
export type Cluster = {
  readonly deployments: { readonly [name: string]: Deployment };
  /** Percent of requests that go to the canary, 0 to 100. */
  readonly weight: number;
  /** The colour the service points at; undefined: the plain deployment, as before the first blue/green release. */
  readonly colour: string | undefined;
  /** The version deployed last, which the faults "new version ..." concern. Undefined until something is deployed. */
  readonly newest: string | undefined;
};

export const SERVICE = 'document-domain';
export const CANARY = `${SERVICE}-canary`;

/** `registry/valero-neuroerp:1.3.0` -> `1.3.0`. */
export function versionOf(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1).replace(/^v/, '');
}

/** The cluster as practice finds it: one version everywhere, all traffic on the stable one. */
export function firstCluster(image: string): Cluster {
  const deployment = (replicas: number): Deployment => ({ image, version: versionOf(image), replicas, former: [] });
  return {
    deployments: {
      [SERVICE]: deployment(3),
      [CANARY]: deployment(1),
      [`${SERVICE}-blue`]: deployment(0),
      [`${SERVICE}-green`]: deployment(0),
    },
    weight: 0,
    colour: undefined,
    newest: undefined,
  };
}

export function setImage(cluster: Cluster, name: string, image: string): Cluster {
  const before = cluster.deployments[name];
  if (!before || before.image === image) return cluster;
  const after = { ...before, image, version: versionOf(image), former: [...before.former, before.image] };
  return { ...cluster, newest: after.version, deployments: { ...cluster.deployments, [name]: after } };
}

/** Back to what ran before; undefined when there is nothing to go back to. */
export function undo(cluster: Cluster, name: string): Cluster | undefined {
  const now = cluster.deployments[name];
  const image = now?.former.at(-1);
  if (!now || image === undefined) return undefined;
  const after = { ...now, image, version: versionOf(image), former: now.former.slice(0, -1) };
  return { ...cluster, deployments: { ...cluster.deployments, [name]: after } };
}

export function scale(cluster: Cluster, name: string, replicas: number): Cluster | undefined {
  const now = cluster.deployments[name];
  return now && { ...cluster, deployments: { ...cluster.deployments, [name]: { ...now, replicas } } };
}

/** The deployment that gets what the canary does not. */
export function liveName(cluster: Cluster): string {
  return cluster.colour === undefined ? SERVICE : `${SERVICE}-${cluster.colour}`;
}
