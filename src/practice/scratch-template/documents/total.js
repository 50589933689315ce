/** The total of a document in cents, rounded per line as the law wants it. */
export function totalCents(lines) {
  return lines.reduce((sum, line) => sum + Math.round(line.amount * line.priceCents), 0);
}
