import type { AlertedEnvironment } from '#src/domain/runbook/model/alert.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { check } from './check.ts';
import { type Choice, type ChoiceNames, expand } from './expand.ts';
import { lintAlerted, lintRouting } from './lint/alerts.ts';
import { lintCalendar } from './lint/calendar.ts';
import { lintDuty } from './lint/duty.ts';
import { lintProduct } from './lint/product.ts';
import { mend } from './mend.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import { alertedOf } from './resolve/alert.ts';
import type { Budgets } from './resolve/budget.ts';
import type { Context } from './resolve/context.ts';
import { type Duty, dutyOf } from './resolve/duty.ts';
import { budgetsOf, type ProductOptions, productOf } from './resolve/product.ts';
import { Product as ProductSchema, type ProductText } from './schema/product.ts';

/** The product as one run sees it, with its duty and the budgets its limits were taken from. */
export type SeenProduct = {
  readonly product: Product;
  readonly duty: Duty;
  readonly budgets: Budgets;
  /** What it alerts of, where it was read for one environment; null: nothing, or it was not. */
  readonly alerted: AlertedEnvironment | null;
};

/** `seen` is undefined when the file is wrong. */
export type ReadProduct = { readonly context: Context; readonly seen: SeenProduct | undefined };

type Way = Pick<Seen, 'choice' | 'options'>;
type Seen = { readonly names: ChoiceNames; readonly choice: Choice; readonly options: ProductOptions };

export function readProduct(file: ParsedFile, { names, choice, options }: Seen): ReadProduct {
  const { tree, problems } = expand(file.tree, { file: file.path, choice, names });
  const context: Context = { file: file.path, tree, problems: [...problems] };
  const checked = check(ProductSchema, tree, file.path);
  if (checked.ok) return { context, seen: see(context, checked.value, { choice, options }) };
  context.problems.push(...checked.problems, ...elsewhere(context, checked.problems, { choice, options }));
  return { context, seen: undefined };
}

/** What is wrong beside the grammar, so that nobody mends a file mistake by mistake. */
function elsewhere({ file, tree }: Context, told: readonly Problem[], way: Way): readonly Problem[] {
  const mended = mend(ProductSchema, tree, told);
  if (mended === null) return [];
  const context: Context = { file, tree: mended.tree, problems: [] };
  see(context, mended.value, way);
  return mended.keep(context.problems);
}

function see(context: Context, text: ProductText, { choice, options: { policies, ...options } }: Way): SeenProduct {
  const budgets = budgetsOf(context, text, policies);
  const product = productOf(context, text, { ...options, budgets });
  const duty = dutyOf(context, text, { metrics: product.metrics, budgets });
  lintProduct(context, product);
  lintDuty(context, product, duty);
  lintCalendar(context, product, duty.grades);
  lintRouting(context, text, product);
  const { environment } = choice;
  const measured = { metrics: product.metrics, budgets, vars: product.vars };
  const alerted = environment === undefined ? null : alertedOf(context, text, { environment, ...measured });
  if (alerted) lintAlerted(context, alerted);
  return { product, duty, budgets, alerted };
}
