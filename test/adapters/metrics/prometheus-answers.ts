/** Answers in the words of Prometheus' HTTP API. */

type One = { readonly labels?: { readonly [name: string]: string }; readonly value: string };

export function success(resultType: string, result: unknown) {
  return { status: 'success', data: { resultType, result } };
}

export function vector(at: number, ...series: readonly One[]) {
  return success(
    'vector',
    series.map(({ labels = {}, value }) => ({ metric: labels, value: [at / 1_000, value] })),
  );
}

export function scalar(at: number, value: string) {
  return success('scalar', [at / 1_000, value]);
}

/** One point a step, the last at `end`. */
export function points(end: number, ...values: readonly string[]): readonly (readonly [number, string])[] {
  return values.map((value, index) => [(end - (values.length - 1 - index) * 15_000) / 1_000, value]);
}

export function queryPath(query: string): string {
  return `/api/v1/query?${new URLSearchParams({ query, timeout: '8s' })}`;
}

/** Of steps of 15 s. */
export function rangePath(query: string, { from, to }: { readonly from: number; readonly to: number }): string {
  const range = { start: String(from / 1_000), end: String(to / 1_000), step: '15' };
  return `/api/v1/query_range?${new URLSearchParams({ query, ...range, timeout: '8s' })}`;
}
