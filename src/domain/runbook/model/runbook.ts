import type { Product } from './product.ts';
import type { Moment, Phase, ReleaseType, Rollback, SuccessLine } from './release.ts';
import type { Step } from './step.ts';
import type { Input } from './terms.ts';

/**
 * A runbook as the engine runs it: one product and one release file, checked, with `byType`, `byStrategy` and `only`
 * already decided for one release type and strategy. It is plain JSON, because the first event of a run carries it whole.
 */
export type Runbook = {
  readonly kind: 'release';
  readonly product: Product;
  readonly title: string;
  readonly type: ReleaseType;
  readonly strategy: string;
  readonly inputs: readonly Input[];
  readonly phases: readonly Phase[];
  readonly rollback: Rollback | null;
  /** Run however the run ends. */
  readonly finally: readonly Step[];
  readonly success: readonly SuccessLine[];
  readonly events: readonly Moment[];
  /** The files it was read from, with the sha256 of their bytes. */
  readonly files: readonly { readonly path: string; readonly hash: string }[];
};
