import type { Cluster } from '../cluster.ts';
import type { Horadus } from '../horadus/service.ts';
import type { Wimmelwelt } from '../wimmelwelt/service.ts';

/** What the stand-ins work on. */
export type ToolWorld = {
  cluster(): Cluster;
  setCluster(next: Cluster): void;
  /** The status a deployment answers with, whoever the service points at. */
  visit(deployment: string, path: string): Promise<number>;
  /** Images built here, and those of them that were pushed. */
  readonly images: Map<string, { pushed: boolean }>;
  /** The feature flags. */
  readonly redis: Map<string, string>;
  /** The containers of Horadus. */
  readonly horadus: Pick<Horadus, 'fleet' | 'setFleet'>;
  /** Both environments of Wimmelwelt. */
  readonly wimmelwelt: Pick<Wimmelwelt, 'sites' | 'setSites' | 'smoke' | 'ciIsRed'>;
};

/** What one call of a tool does: say its lines (one a beat), then take effect, then end. */
export type ToolRun = {
  readonly lines: readonly string[];
  /** To stderr, with exit code 1 unless another is given. */
  readonly error?: string;
  readonly exit?: number;
  /** Happens after the last line, and only if nobody stopped the tool until then. */
  apply?(): void;
  /** What the audit log is told. */
  readonly audit?: { readonly action: string; readonly subject: string };
};

/** `cwd`: the folder it was started in. */
export type Tool = (argv: readonly string[], world: ToolWorld, cwd: string) => ToolRun | Promise<ToolRun>;

/** A call the stand-in cannot do: says so as the real tool would. */
export function toolError(error: string, exit = 1): ToolRun {
  return { lines: [], error, exit };
}
