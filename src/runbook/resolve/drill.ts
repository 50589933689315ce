import type { DrillRecord } from '#src/domain/runbook/model/drill.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { DrillRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { DrillText } from '../schema/drill.ts';
import { type Context, listOf, onlyFor } from './context.ts';
import { inputOf } from './input.ts';
import { type Inside, phaseOf } from './phase.ts';

type Given = { readonly product: Product; readonly files: DrillRunbook['files'] };

/** A drill's file, already expanded, in the model's words. */
export function drillOf(context: Context, text: DrillText, { product, files }: Given): DrillRunbook {
  const roles = listOf(text.role);
  const inside: Inside = { product, only: onlyFor({ name: text.id, alias: [] }), onFailure: 'pause', roles };
  return {
    kind: 'drill',
    product,
    title: text.title,
    id: text.id,
    every: text.every,
    roles,
    phases: text.phases.map((phase, index) => phaseOf(context, ['phases', index], phase, inside)),
    records: Object.entries(text.records ?? {}).map(([name, one]) => recordOf(context, name, one)),
    files,
  };
}

function recordOf(context: Context, name: string, text: NonNullable<DrillText['records']>[string]): DrillRecord {
  if ('from' in text) return { kind: 'taken', name, from: text.from };
  return { kind: 'asked', input: inputOf(context, ['records', name], name, text) };
}
