import type { EffectKind, EffectKinds } from '#src/ports/effect-kind.ts';

/** An effect that does nothing and says that it is done. */
export function nothing(): Promise<{ readonly end: 'done' }> {
  return Promise.resolve({ end: 'done' });
}

/** The kinds of effects with one of them changed. */
export function replaced(
  kinds: EffectKinds,
  name: string,
  change: (kind: EffectKind) => Partial<EffectKind>,
): EffectKinds {
  const kind = kinds[name] as EffectKind;
  return { ...kinds, [name]: { ...kind, ...change(kind) } };
}
