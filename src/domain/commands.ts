import type { Actor } from './actor.ts';
import type { AlertCommand, AlertNews } from './alerts/commands.ts';
import type { DrillCommand, StartDrill } from './drill/commands.ts';
import type { Declare, IncidentCommand, IncidentNews } from './incident/commands.ts';
import type { ProcedureNews } from './procedure/commands.ts';
import type { ProductNews } from './product/commands.ts';
import type { ReleaseCommand, ReleaseNews, Start } from './release/commands.ts';

/** What people, timers, finished effects and other runs ask of a run. */
export type Command = PersonCommand | WorldCommand;

/** What a person asks of a run that exists. */
export type Deed = ReleaseCommand | IncidentCommand | DrillCommand;
/** A form is to be opened for a deed: whoever may not do it hears so before they write anything. */
export type OpenForm = { readonly type: 'open-form'; readonly deed: Deed };
export type Ask = Deed | OpenForm;
export type PersonCommand = { readonly actor: Actor & { kind: 'person' } } & (
  | Start
  | Declare
  | StartDrill
  | Ask
  | AlertCommand
);
export type News = ProcedureNews | ReleaseNews | IncidentNews | AlertNews | ProductNews;
export type WorldCommand = { readonly actor: Actor & { kind: 'bot' } } & News;
