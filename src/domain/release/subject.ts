/** All subjects begin with it, so that one stream over `gonogo.>` takes everything. */
const ROOT = 'gonogo';

/** Of a published name on NATS, where a space ends a subject and `*` and `>` stand for others. */
export function subjectOf(product: string, name: string): string {
  return [ROOT, wordOf(product), ...name.split('.').map(wordOf)].join('.');
}

function wordOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '_') || '_';
}
