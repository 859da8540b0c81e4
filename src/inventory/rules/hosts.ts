// Rules across hosts: each machine, name, id and port once; roles that exist and find what they need.
import { nearest } from '../../errors/nearest.js';
import { idOf, mappingOf, sectionOf } from '../text/reading.js';
import type { ComponentName } from '../../model/cluster.js';
import type { ComponentSpec } from '../../model/component.js';
import { fileSections } from '../sections.js';
import { hostPathText, isWritten, originOf, type Draft } from './draft.js';

export function checkHosts(draft: Draft): void {
  checkIds(draft);
  checkPorts(draft);
  checkNeeds(draft);
  checkUnused(draft);
}

/** Also without a draft that counts: an unknown role is what makes it so. */
export function checkRoles({ inventory, specs, problems }: Pick<Draft, 'inventory' | 'specs' | 'problems'>): boolean {
  const known: readonly string[] = specs.map((spec) => spec.name);
  let sound = true;
  for (const [i, entry] of inventory.hosts.entries()) {
    const roles = mappingOf(entry).roles ?? [];
    for (const [j, role] of roles.entries()) {
      const path = ['hosts', i, 'roles', j];
      if (!known.includes(role)) {
        sound = false;
        problems.error(path, 'unknown role', () => {
          const guess = nearest(role, known);
          return guess === undefined ? `Roles are ${known.slice(0, -1).join(', ')} and ${known.at(-1) ?? ''}.` : `Did you mean "${guess}"?`;
        });
      } else if (roles.indexOf(role) < j) problems.error(path, 'this role is named twice', 'Keep one of the two.');
    }
  }
  return sound;
}

/** @returns indexes of the hosts that do not repeat an earlier one: about the others, everything else would be wrong too */
export function checkNames({ cluster, inventory, problems }: Pick<Draft, 'cluster' | 'inventory' | 'problems'>): ReadonlySet<number> {
  const seen = new Map<string, number>();
  const fresh = new Set<number>();
  for (const [i, host] of cluster.hosts.entries()) {
    const first = seen.get(host.name.toLowerCase());
    if (first === undefined) {
      seen.set(host.name.toLowerCase(), i);
      fresh.add(i);
      continue;
    }
    const entry = inventory.hosts[i];
    const path = typeof entry === 'string' ? ['hosts', i] : ['hosts', i, entry?.name === undefined ? 'address' : 'name'];
    const same = cluster.hosts[first]?.address.toLowerCase() === host.address.toLowerCase();
    if (same) problems.error(path, `is also ${hostPathText(first)}`, 'Each machine is named once.');
    else problems.error(path, `is also the name of ${hostPathText(first)}`, 'Give each host a name of its own.');
  }
  return fresh;
}

function checkIds({ inventory, specs, problems, fresh }: Draft): void {
  for (const spec of specs) {
    const seen = new Map<number, number>();
    for (const i of fresh) {
      const id = idOf(mappingOf(inventory.hosts[i] ?? ''), spec);
      const first = id === undefined ? undefined : seen.get(id);
      if (first !== undefined && spec.id !== null)
        problems.error(['hosts', i, spec.id.key], `${String(id)} is also the ${spec.id.key} of ${hostPathText(first)}`, 'Ids are unique.');
      else if (id !== undefined) seen.set(id, i);
    }
  }
}

interface Bound {
  readonly i: number;
  readonly component: string;
  readonly name: string;
}

function checkPorts(draft: Draft): void {
  const seen = new Map<string, Bound>();
  const told = new Set<string>();
  for (const i of draft.fresh) {
    const host = draft.cluster.hosts[i];
    for (const spec of draft.specs) {
      for (const [name, port] of Object.entries(host?.settings[spec.name]?.ports ?? {})) {
        const place = `${host?.address.toLowerCase() ?? ''}:${String(port)}`;
        const first = seen.get(place);
        const here = { i, component: spec.name, name };
        if (first === undefined) seen.set(place, here);
        else if (!told.has(`${String(first.i)} ${String(i)}`)) {
          told.add(`${String(first.i)} ${String(i)}`);
          tellTaken(draft, port, first, here);
        }
      }
    }
  }
}

function tellTaken(draft: Draft, port: number, first: Bound, here: Bound): void {
  const sectionKey = (bound: Bound): string => draft.specs.find((spec) => spec.name === bound.component)?.section.key ?? bound.component;
  const origin = (bound: Bound) => originOf(draft, here.i, [sectionKey(bound), 'ports', bound.name]);
  const other = `${first.component}'s ${first.name} port`;
  if (first.i !== here.i) {
    const message = `has the same address as ${hostPathText(first.i)}, and both listen on ${String(port)}`;
    draft.problems.error(origin(here), message, 'Give it an address of its own, or other ports.');
    return;
  }
  // Of a default and a written port, the written one is to be changed.
  if (isWritten(origin(here))) draft.problems.error(origin(here), `${String(port)} is also ${other}`, 'Ports of one host differ.');
  else draft.problems.error(origin(first), `${String(port)} is also ${here.component}'s ${here.name} port`, 'Ports of one host differ.');
}

function checkNeeds({ cluster, specs, problems, countable }: Draft): void {
  if (!countable) return;
  const has = (name: ComponentName): boolean => cluster.hosts.some((host) => host.roles.includes(name));
  for (const spec of specs.filter((one) => has(one.name)))
    for (const need of spec.needs.filter((one) => !has(one)))
      problems.error(['hosts'], `no host has the role ${need}, which ${spec.name} needs`, `Add ${need} to the roles of some hosts.`);
}

/** What is written for a role that the host does not have would be ignored without a word. */
function checkUnused({ cluster, inventory, specs, problems, countable }: Draft): void {
  if (!countable) return;
  for (const [i, entry] of inventory.hosts.entries()) {
    const host = mappingOf(entry);
    const lacks = ({ name }: ComponentSpec): boolean => cluster.hosts[i]?.roles.includes(name) === false;
    const warn = (key: string, roles: readonly ComponentSpec[]): void => {
      const named = roles.map(({ name }) => name).join(' or ');
      problems.warning(['hosts', i, key], `has no effect: this host does not have the role ${named}`, 'Take it out, or add the role.');
    };
    for (const { key, specs: sharing } of fileSections(specs)) if (sectionOf(host, key) && sharing.every(lacks)) warn(key, sharing);
    for (const spec of specs.filter(lacks)) if (spec.id && idOf(host, spec) !== undefined) warn(spec.id.key, [spec]);
  }
}
