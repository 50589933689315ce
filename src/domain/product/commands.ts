import type { EndedFreeze, SetFreeze } from '#src/domain/system-facts.ts';
import type { OverdueDrill } from './events.ts';
import type { ProductDefinition } from './state.ts';

/** What the bot's start and its own effects tell a product. */
export type ProductNews =
  /** The files as they are loaded now; the same as before changes nothing. */
  | { readonly type: 'product-define'; readonly definition: ProductDefinition }
  /** There are no files of it any more. */
  | { readonly type: 'product-gone' }
  | { readonly type: 'drills-looked'; readonly overdue: readonly OverdueDrill[] }
  /** One of its drills began or is over: how it stands is on its row. */
  | { readonly type: 'drill-stands'; readonly drill: string }
  /** Its freezes as they were set and ended in Slack; those it knows change nothing. */
  | {
      readonly type: 'freezes-stand';
      readonly standing: readonly SetFreeze[];
      readonly ended: readonly EndedFreeze[];
    };
