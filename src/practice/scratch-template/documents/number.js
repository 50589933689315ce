/** The number printed on a document: `D-2026-000042`. */
export function documentNumber(year, count) {
  return `D-${year}-${String(count).padStart(6, '0')}`;
}
