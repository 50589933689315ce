import type { Product } from '#src/domain/runbook/model/product.ts';
import { check } from './check.ts';
import { type Choice, type ChoiceNames, expand } from './expand.ts';
import { lintProduct } from './lint/product.ts';
import { mend } from './mend.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import type { Context } from './resolve/context.ts';
import { type ProductOptions, productOf } from './resolve/product.ts';
import { Product as ProductSchema } from './schema/product.ts';

/** The product as a run of one type and strategy sees it; undefined when its file is wrong. */
export type ReadProduct = { readonly context: Context; readonly product: Product | undefined };

type Seen = { readonly names: ChoiceNames; readonly choice: Choice; readonly options: ProductOptions };

export function readProduct(file: ParsedFile, { names, choice, options }: Seen): ReadProduct {
  const { tree, problems } = expand(file.tree, { file: file.path, choice, names });
  const context: Context = { file: file.path, tree, problems: [...problems] };
  const checked = check(ProductSchema, tree, file.path);
  if (!checked.ok) {
    context.problems.push(...checked.problems, ...elsewhere(context, checked.problems, options));
    return { context, product: undefined };
  }
  const product = productOf(context, checked.value, options);
  lintProduct(context, product);
  return { context, product };
}

/** What is wrong beside the grammar, so that nobody mends a file mistake by mistake. */
function elsewhere({ file, tree }: Context, told: readonly Problem[], options: ProductOptions): readonly Problem[] {
  const mended = mend(ProductSchema, tree, told);
  if (mended === null) return [];
  const context: Context = { file, tree: mended.tree, problems: [] };
  lintProduct(context, productOf(context, mended.value, options));
  return mended.keep(context.problems);
}
