import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ChannelSeed, GroupSeed, UserSeed } from '#src/fakes/slack/options.ts';
import type { DemoAddresses } from './demo/world.ts';

/** The little of product.yml that practice needs to put the right people and channels into its Slack. */
const ProductFile = z.object({
  timezone: z.string().default('Etc/UTC'),
  vars: z.record(z.string(), z.coerce.string()).default({}),
  channels: z.record(z.string(), z.string()).default({}),
  roles: z
    .record(
      z.string(),
      z.object({
        title: z.string().optional(),
        slack: z.object({ users: z.array(z.string()).default([]), group: z.string().optional() }).optional(),
      }),
    )
    .default({}),
});
type ProductFile = z.infer<typeof ProductFile>;

/** Who and what the practice Slack holds, and what the runbook's variables become. */
export type PracticeProduct = {
  readonly users: readonly UserSeed[];
  readonly channels: readonly ChannelSeed[];
  readonly groups: readonly GroupSeed[];
  /** Role titles by user id, in the order of the file: the person switcher. */
  readonly titles: ReadonlyMap<string, string>;
  /** `GONOGO_VAR_*` of the bot. */
  readonly vars: { readonly [name: string]: string };
};

const NAMES = [
  'Rosa Keller',
  'Pia Vogel',
  'Li Wen',
  'Quinn Adler',
  'Ada Brandt',
  'Tom Okafor',
  'Nora Lind',
  'Sami Aho',
];

/**
 * Reads the product as it is shipped: whoever has a role there gets a name here, and addresses and repository are
 * turned to the demo company. Throws when the file is not there or has no roles of the expected form.
 */
export function readPracticeProduct(parts: {
  folder: string;
  demo: DemoAddresses;
  repository: string;
}): PracticeProduct {
  const file = ProductFile.parse(parse(readFileSync(join(parts.folder, 'product.yml'), 'utf8')));
  const titles = titlesOf(file);
  const groups = groupsOf(file, titles);
  return {
    users: [...titles.keys()].map((id, nth) => userSeed(id, NAMES[nth] ?? `Person ${nth + 1}`, file.timezone)),
    channels: Object.entries(file.channels).map(([name, id]) => ({ id, name })),
    groups,
    titles,
    vars: varsOf(file, parts.demo, parts.repository),
  };
}

/** A role with people names them; one with only a group gets one made-up member. */
function titlesOf(file: ProductFile): Map<string, string> {
  const titles = new Map<string, string>();
  for (const [name, role] of Object.entries(file.roles)) {
    if (!role.slack) continue;
    const title = role.title ?? name.replaceAll('-', ' ').replace(/^./, letter => letter.toUpperCase());
    const people = role.slack.users.length > 0 ? role.slack.users : [memberOf(name)];
    for (const id of people) if (!titles.has(id)) titles.set(id, title);
  }
  return titles;
}

function groupsOf(file: ProductFile, titles: ReadonlyMap<string, string>): GroupSeed[] {
  return Object.entries(file.roles).flatMap(([name, { slack }]) => {
    if (slack?.group === undefined) return [];
    const users = slack.users.length > 0 ? slack.users : [memberOf(name)].filter(id => titles.has(id));
    const isId = /^S[A-Z0-9]{2,}$/.test(slack.group);
    const id = isId ? slack.group : `S0${slack.group.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
    return [{ id, handle: isId ? name : slack.group, users }];
  });
}

function memberOf(role: string): string {
  return `U0${role.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
}

function userSeed(id: string, name: string, tz: string): UserSeed {
  const handle = name.split(' ')[0]?.toLowerCase() ?? id;
  return { id, name: handle, real_name: name, display_name: name, email: `${handle}@valero.example`, tz };
}

/** `http://document-domain:3070/x` becomes the demo service's address and `/x`; REPO becomes the scratch repository. */
function varsOf(file: ProductFile, demo: DemoAddresses, repository: string): { [name: string]: string } {
  const vars: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(file.vars)) {
    const [, host = '', rest = ''] = /^https?:\/\/([a-z-]+?)(?:-domain)?(?::\d+)?(\/.*)?$/.exec(value) ?? [];
    const address = Object.entries(demo).find(([service]) => service === host)?.[1];
    if (name === 'REPO') vars[name] = repository;
    else if (address !== undefined) vars[name] = `${address}${rest}`;
  }
  return vars;
}
