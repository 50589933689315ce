import { suggest } from '#src/base/nearest.ts';
import type { Desk, IncidentTurn, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { refuse } from '#src/chat/reply.ts';
import { isStory, STORIES } from '#src/domain/incident/stories.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import { readSeverity } from '../incident/declare-words.ts';
import type { What } from './which.ts';
import { readWhat } from './which.ts';

export const rehearse: Verb = {
  noun: 'runbook',
  word: 'rehearse',
  usage: 'rehearse TYPE|DRILL|incident [SEVERITY] [SCENE or ACTION] [PRODUCT]',
  help: `Runs it in virtual time without doing anything, and shares the report; scenes of an incident: ${Object.keys(STORIES).join(', ')}`,
  async run(request, text, desk) {
    const read = readWhat(text, desk, request.channel, 'incident');
    if (!read.ok) return refuse('runbook.unknown', read.problem);
    const { what } = read;
    const turn = what.kind === 'incident' ? readTurn(text, what, desk) : NO_TURN;
    if (typeof turn === 'string') return refuse('rehearse.words', turn);
    const { name, title } = what.product;
    const named = what.kind === 'release' ? what.type : what.kind === 'drill' ? what.drill.id : 'incident';
    const chosen = Object.values(turn).filter(one => one !== null);
    return desk.rehearse({
      product: name,
      what: named,
      turn,
      title: inert([title, named, ...chosen].join(' ')),
      channel: request.channel,
      user: request.person.user,
    });
  },
};

const NO_TURN: IncidentTurn = { severity: null, action: null, scene: null };

/** Words behind `incident`, in any order; a sentence where one says nothing. */
function readTurn(text: string, { product }: What, desk: Desk): IncidentTurn | string {
  const runbook = desk.runbooks.incident(product.name);
  if (runbook === null) return `${product.title} has no incident runbook.`;
  const words = text.toLowerCase().split(/\s+/);
  let turn = NO_TURN;
  for (const word of words.filter(one => one !== '' && one !== 'incident' && one !== product.name)) {
    const severity = readSeverity(runbook, word);
    const action = runbook.actions.find(one => one.id.toLowerCase() === word)?.id ?? null;
    if (severity !== null) turn = { ...turn, severity };
    else if (action !== null) turn = { ...turn, action };
    else if (isStory(word)) turn = { ...turn, scene: word };
    else return `"${word}" is no severity, scene or action of ${product.title}: ${suggest(word, wordsOf(runbook))}`;
  }
  return whyNot(turn, runbook) ?? turn;
}

function wordsOf({ grades, actions }: IncidentRunbook): readonly string[] {
  return [...grades.map(one => one.name), ...Object.keys(STORIES), ...actions.map(one => one.id)];
}

/** Null: it can be played so. */
function whyNot({ severity, action, scene }: IncidentTurn, { grades, actions }: IncidentRunbook): string | null {
  const highest = grades[0]?.name ?? '';
  if (scene === 'worse' && severity === highest)
    return `${highest} is the highest severity; name a lower one that gets worse.`;
  const tried = actions.find(one => one.id === action);
  const offering = tried ? grades.filter(one => offers(one, tried)).map(one => one.name) : [];
  if (!tried || (severity === null ? offering.length > 0 : offering.includes(severity))) return null;
  const names = offering.length === 0 ? 'no severity does' : `${offering.join(', ')} does`;
  return `${severity ?? highest} offers no action "${tried.id}"; ${names}.`;
}
