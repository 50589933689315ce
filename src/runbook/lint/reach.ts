import { suggest } from '#src/base/nearest.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { type Context, tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { INITIATOR, OF_INCIDENTS } from './known.ts';

type Asked = { readonly product: Product; readonly role: string; readonly pages: boolean };

/** Whether anybody hears it when a role is called or paged. Built-in and unknown roles are told elsewhere. */
export function lintReach(context: Context, path: Path, { product, role: name, pages }: Asked): void {
  const role = product.roles[name];
  if (!role || role.pager !== null) return;
  const inSlack = role.users.length > 0 || role.group !== null;
  if (!inSlack && role.onCall === null && role.mail.length === 0) {
    const message = `nobody can be reached as "${name}"`;
    tell(context, path, { message, hint: 'add pager, slack or mail to the role in product.yml' });
  } else if (pages && !(role.onCall && hasPager(product))) {
    // Whoever is on call has the phone a service rings; anybody else needs a key of their own.
    const way = inSlack ? 'a direct message is sent and no phone rings' : 'a mail is sent and wakes nobody';
    const hint = 'add pager: NAME_OF_A_VARIABLE with its routing key to the role in product.yml';
    tell(context, path, { message: `"${name}" has no pager: ${way}`, hint, level: 'warning' });
  }
}

function hasPager({ services }: Product): boolean {
  return Object.values(services).some(service => service.pager !== null);
}

/** A role the product or every incident has, and that somebody hears. */
export function lintCalled(context: Context, path: Path, asked: Asked): void {
  const { product, role } = asked;
  const names = [...Object.keys(product.roles), ...OF_INCIDENTS, INITIATOR];
  if (!names.includes(role)) tell(context, path, { message: `there is no role "${role}"`, hint: suggest(role, names) });
  else if (role === 'service-owner') lintOwners(context, path, asked);
  else lintReach(context, path, asked);
}

function lintOwners(context: Context, path: Path, { product, pages }: Asked): void {
  const owned = Object.entries(product.services).filter(([, service]) => service.owner !== '');
  if (owned.length === 0) {
    const hint = 'add services: { default: { owner: a-role } }';
    tell(context, path, { message: 'no service names an owner', hint });
  }
  for (const [name, { owner }] of owned)
    lintReach(context, ['services', name, 'owner'], { product, role: owner, pages });
}
