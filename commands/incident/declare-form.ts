import { context, section } from '#src/chat/blocks.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { callsLines } from '#src/chat/incident-calls.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { cut } from '#src/chat/limits.ts';
import { modal } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import type { IncidentSource } from '#src/domain/incident/state.ts';
import { withMistakes } from '../release/broken.ts';
import {
  impactField,
  productField,
  restFields,
  serviceField,
  severityField,
  sourceBlock,
  TITLE_MAX,
  titleField,
} from './declare-fields.ts';
import { incidentProducts, readSeverity } from './declare-words.ts';
import { similarBlocks, similarTo } from './similar.ts';

/** What is known when the form is drawn; what is typed in it meanwhile Slack keeps by itself. */
export type Draft = {
  readonly product: string | null;
  readonly severity: string | null;
  readonly service: string | null;
  readonly title: string;
  readonly impact: string;
  readonly source: IncidentSource | null;
  /** What was typed as a severity: which one it means depends on the product. Null: nothing. */
  readonly said: string | null;
};

export const EMPTY: Draft = {
  product: null,
  severity: null,
  service: null,
  title: '',
  impact: '',
  source: null,
  said: null,
};

/** The form of UX.md: whoever fills it in sees who will be called, and what is open already. */
export async function declareForm(
  desk: Desk,
  request: Pick<Incoming, 'channel' | 'thread' | 'person'>,
  draft: Draft,
): Promise<Reply> {
  const products = incidentProducts(desk);
  const product = products.find(one => one.name === draft.product) ?? products[0];
  const runbook = product ? desk.runbooks.incident(product.name) : null;
  if (!product || runbook === null)
    return refuse('declare.none', withMistakes(desk, 'No product here has an incident runbook.'));
  const severity = draft.severity ?? (draft.said === null ? null : readSeverity(runbook, draft.said));
  // Slack keeps what is typed in the fields; with the form go only 3,000 characters.
  const title = cut(draft.title, TITLE_MAX);
  const impact = draft.title.length > TITLE_MAX ? draft.title : draft.impact;
  const kept: Draft = { ...draft, product: product.name, severity, title, impact: '' };
  const like = { product: product.name, service: draft.service, drill: false };
  const similar = await similarTo(desk, like, { user: request.person.user, channel: request.channel });
  const { channel, thread } = request;
  const view = modal({
    form: 'incident.declare',
    title: 'Declare an incident',
    submit: 'Declare',
    place: { channel, thread },
    data: { draft: kept },
    blocks: [
      ...(draft.said === null || severity !== null
        ? []
        : [section(`⚠ There is no severity “${inert(draft.said)}” here. Choose one.`)]),
      ...similarBlocks(similar),
      ...(products.length === 1 ? [] : [productField(products, product.name)]),
      titleField(title),
      severityField(runbook, severity),
      impactField(impact),
      ...serviceField(runbook, draft.service),
      ...restFields(runbook, request.person.user),
      ...sourceBlock(draft.source),
      context(callsLines(runbook, { severity, service: draft.service }).join('\n')),
    ],
  });
  return { kind: 'modal', view };
}
