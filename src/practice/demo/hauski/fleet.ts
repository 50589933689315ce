/** Which release of hausKI serves whom. */
export type HauskiFleet = {
  readonly stable: string;
  /** What was stable before; null: nothing to go back to. */
  readonly former: string | null;
  readonly canary: string | null;
  /** Percent of the users on the canary. */
  readonly weight: number;
  /** The other way to deploy: two colours, one of them serving. */
  readonly live: 'blue' | 'green';
  readonly colours: { readonly [colour: string]: string | null };
};

export const FIRST_HAUSKI = '0.3.0';

export function firstHauskiFleet(): HauskiFleet {
  return {
    stable: FIRST_HAUSKI,
    former: null,
    canary: null,
    weight: 0,
    live: 'blue',
    colours: { blue: FIRST_HAUSKI, green: null },
  };
}

/** What `hauski-ops` does to it; a sentence where it cannot be done. */
export function change(
  fleet: HauskiFleet,
  [what, verb, first = '', second = '']: readonly string[],
): HauskiFleet | string {
  if (what === 'canary') return changeCanary(fleet, verb, first);
  if (what === 'colour') return changeColour(fleet, verb, { colour: first, version: second });
  if (what !== 'fallback') return `unknown verb "${what ?? ''}"`;
  if (fleet.former === null) return 'there is no former release';
  return served({ ...fleet, stable: fleet.former, former: null });
}

function changeCanary(fleet: HauskiFleet, verb = '', value: string): HauskiFleet | string {
  switch (verb) {
    case 'start':
      return { ...fleet, canary: value, weight: 0 };
    case 'weight':
      if (fleet.canary === null) return 'there is no canary';
      return { ...fleet, weight: Number(value) };
    case 'promote':
      if (fleet.canary === null) return 'there is no canary';
      return served({ ...fleet, stable: fleet.canary, former: fleet.stable, canary: null, weight: 0 });
    case 'drop':
      return { ...fleet, canary: null, weight: 0 };
    default:
      return `unknown verb "canary ${verb}"`;
  }
}

type Colour = { readonly colour: string; readonly version: string };

function changeColour(fleet: HauskiFleet, verb = '', { colour, version }: Colour): HauskiFleet | string {
  if (colour !== 'blue' && colour !== 'green') return `there is no colour "${colour}"`;
  const runs = fleet.colours[colour] ?? null;
  switch (verb) {
    case 'deploy':
      if (colour === fleet.live) return `${colour} serves the users`;
      return { ...fleet, colours: { ...fleet.colours, [colour]: version } };
    case 'switch':
      if (runs === null) return `nothing runs on ${colour}`;
      return { ...fleet, live: colour, former: fleet.stable, stable: runs };
    case 'stop':
      if (colour === fleet.live) return `${colour} serves the users`;
      return { ...fleet, colours: { ...fleet.colours, [colour]: null } };
    default:
      return `unknown verb "colour ${verb}"`;
  }
}

/** The colour that serves runs what is stable. */
function served(fleet: HauskiFleet): HauskiFleet {
  return { ...fleet, colours: { ...fleet.colours, [fleet.live]: fleet.stable } };
}

/** Of the nth question: is it answered by a release that was not there when practice began? */
export function isNew(fleet: HauskiFleet, nth: number): boolean {
  const onCanary = fleet.canary !== null && (nth * 37) % 100 < fleet.weight;
  return (onCanary ? fleet.canary : fleet.stable) !== FIRST_HAUSKI;
}
