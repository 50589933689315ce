import { context, preformatted, section } from '#src/chat/blocks.ts';
import type { Desk, Verb } from '#src/chat/desk.ts';
import { code, inert } from '#src/chat/escape.ts';
import { cut } from '#src/chat/limits.ts';
import { refuse } from '#src/chat/reply.ts';
import type { What } from './which.ts';
import { readWhat } from './which.ts';

/** A message holds 13,200 characters. */
const TEXT_MAX = 12_000;

export const show: Verb = {
  noun: 'runbook',
  word: 'show',
  usage: 'show TYPE|incident|DRILL [PRODUCT]',
  help: 'Shows the text of a runbook as it was loaded, with its hash',
  async run(request, text, desk) {
    const read = readWhat(text, desk, request.channel);
    if (!read.ok) return refuse('runbook.unknown', read.problem);
    const file = fileOf(desk, read.what);
    if (file === null) return refuse('runbook.unknown', 'Its file is not there any more. /runbook lint says why.');
    const head = `${inert(file.path)} · sha256 ${file.hash}`;
    const rest =
      file.text.length > TEXT_MAX ? [context('It is longer than a message; the rest stands in the file.')] : [];
    const blocks = [
      section(`${code(file.path)} · sha256 ${code(file.hash)}`),
      preformatted(cut(file.text, TEXT_MAX)),
      ...rest,
    ];
    return { kind: 'say', message: { text: head, blocks } };
  },
};

/** The product's own file stands first in what a runbook was read from, the runbook's second. */
function fileOf(desk: Desk, what: What) {
  const path = runbookOf(desk, what)?.files[1]?.path;
  return desk.runbooks.files(what.product.name).find(file => file.path === path) ?? null;
}

function runbookOf({ runbooks }: Desk, what: What) {
  switch (what.kind) {
    case 'release':
      return runbooks.resolve(what.product.name, what.type, null);
    case 'incident':
      return runbooks.incident(what.product.name);
    case 'drill':
      return runbooks.drill(what.product.name, what.drill.id);
  }
}
