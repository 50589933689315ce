import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Role = z.object({
  title: z.string().optional(),
  slack: z.object({ users: z.array(z.string()).default([]), group: z.string().optional() }).optional(),
  pager: z.string().optional(),
  pagerduty: z.object({ schedule: z.string().optional(), policy: z.string().optional() }).optional(),
});

/** The little of product.yml that practice needs to put the right people, channels and phones into its vendors. */
const ProductFile = z.object({
  title: z.string().optional(),
  timezone: z.string().default('Etc/UTC'),
  vars: z.record(z.string(), z.coerce.string()).default({}),
  channels: z.record(z.string(), z.string()).default({}),
  roles: z.record(z.string(), Role).default({}),
  services: z.record(z.string(), z.object({ pager: z.string().optional() })).default({}),
  statusPage: z.object({ components: z.record(z.string(), z.string()).default({}) }).optional(),
});

/** A product as it is shipped; `name` is its folder. */
export type ProductFile = z.infer<typeof ProductFile> & { readonly name: string };

/** Every product of the folder, the practised one first. Throws when a file has not the expected form. */
export function readProductFiles({ runbooks, first }: { runbooks: string; first: string }): readonly ProductFile[] {
  const names = readdirSync(runbooks).filter(name => existsSync(join(runbooks, name, 'product.yml')));
  return names
    .toSorted((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b))
    .map(name => ({ name, ...ProductFile.parse(parse(readFileSync(join(runbooks, name, 'product.yml'), 'utf8'))) }));
}

/** Ids of the components on the products' status pages. */
export function componentsOf(files: readonly ProductFile[]): readonly string[] {
  return files.flatMap(file => Object.values(file.statusPage?.components ?? {}));
}

/** A role with people names them; one with only a group or a phone gets one made-up member. */
export function peopleOf(role: string, { slack, pager, pagerduty }: ProductFile['roles'][string]): readonly string[] {
  if (slack && slack.users.length > 0) return slack.users;
  return slack || pager || pagerduty ? [`U0${role.toUpperCase().replace(/[^A-Z0-9]/g, '')}`] : [];
}
