import type { ChannelSeed, GroupSeed, UserSeed } from '#src/fakes/slack/options.ts';
import { type ProductFile, peopleOf } from './product-file.ts';

/** Who and what the practice Slack holds, and what the runbooks' variables become. */
export type Company = {
  readonly users: readonly UserSeed[];
  readonly channels: readonly ChannelSeed[];
  readonly groups: readonly GroupSeed[];
  /** What each person is and where, in the order of the files: the person switcher. */
  readonly posts: ReadonlyMap<string, Post>;
  /** Channel id -> product. */
  readonly products: ReadonlyMap<string, string>;
  /** `GONOGO_VAR_*` of the bot. */
  readonly vars: { readonly [name: string]: string };
};

/** `title`: of the role. `team`: title of the product. */
export type Post = { readonly title: string; readonly team: string };

const NAMES = [
  'Rosa Keller',
  'Pia Vogel',
  'Li Wen',
  'Quinn Adler',
  'Ada Brandt',
  'Tom Okafor',
  'Nora Lind',
  'Sami Aho',
  'Ines Duarte',
  'Omar Haddad',
  'Mei Tanaka',
  'Jan Novak',
  'Eva Sand',
  'Raj Patel',
  'Greta Holm',
  'Paul Winter',
  'Yara Nasser',
  'Ole Jensen',
  'Kim Sato',
  'Dora Blum',
  'Ivo Marek',
  'Lena Roth',
  'Samir Gul',
  'Edda Falk',
];

/**
 * The products as they are shipped: whoever has a role there gets a name here, and every variable that `places` knows
 * is turned to the demo company.
 */
export function companyOf(files: readonly ProductFile[], places: { readonly [name: string]: string }): Company {
  const posts = new Map<string, Post & { zone: string }>();
  for (const file of files) {
    for (const [name, role] of Object.entries(file.roles)) {
      const title = role.title ?? name.replaceAll('-', ' ').replace(/^./, letter => letter.toUpperCase());
      const post = { title, team: file.title ?? file.name, zone: file.timezone };
      // A person of several roles has the title of the first.
      for (const id of peopleOf(name, role)) if (!posts.has(id)) posts.set(id, post);
    }
  }
  return {
    users: [...posts].map(([id, { zone }], nth) => userSeed(id, NAMES[nth] ?? `Person ${nth + 1}`, zone)),
    channels: channelsOf(files),
    groups: files.flatMap(groupsOf),
    posts,
    products: new Map(files.toReversed().flatMap(file => Object.values(file.channels).map(id => [id, file.name]))),
    vars: Object.assign({}, ...files.map(file => varsOf(file, places))),
  };
}

/** The demo services by the variable that a product file keeps their address in. */
export function placesOf(urls: { readonly [service: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(urls).map(([service, url]) => [service.toUpperCase(), url]));
}

/** Two products may each call a channel `incidents`; Slack has one of a name. */
function channelsOf(files: readonly ProductFile[]): ChannelSeed[] {
  const seeds: ChannelSeed[] = [];
  for (const file of files) {
    for (const [name, id] of Object.entries(file.channels)) {
      if (seeds.some(one => one.id === id)) continue;
      const taken = seeds.some(one => one.name === name);
      seeds.push({ id, name: taken ? `${file.name}-${name}` : name });
    }
  }
  return seeds;
}

function groupsOf(file: ProductFile): GroupSeed[] {
  return Object.entries(file.roles).flatMap(([name, role]) => {
    const group = role.slack?.group;
    if (group === undefined) return [];
    const isId = /^S[A-Z0-9]{2,}$/.test(group);
    const id = isId ? group : `S0${group.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
    return [{ id, handle: isId ? name : group, users: peopleOf(name, role) }];
  });
}

function userSeed(id: string, name: string, tz: string): UserSeed {
  const handle = name.split(' ')[0]?.toLowerCase() ?? id;
  return { id, name: handle, real_name: name, display_name: name, email: `${handle}@valero.example`, tz };
}

/** `DOCUMENT: http://document-domain:3070/x` becomes the demo service's address and `/x`. */
function varsOf(file: ProductFile, places: { readonly [name: string]: string }): { [name: string]: string } {
  const found = Object.entries(file.vars).flatMap(([name, value]) => {
    const place = places[name];
    const rest = /^https?:\/\/[^/]+(\/.*)$/.exec(value)?.[1] ?? '';
    return place === undefined ? [] : [[name, `${place}${rest}`] as const];
  });
  return Object.fromEntries(found);
}
