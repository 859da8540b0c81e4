// Which lines of an SSH configuration hold for one host: Host and Match blocks, evaluated in order as OpenSSH does it.
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { globMatches, listMatches } from './glob.js';
import { unusableConfig, type Directive } from './lines.js';

/** For whom the configuration is asked. */
export interface ConfigTarget {
  /** As the host is called. */
  readonly name: string;
  /** Known beforehand; the configuration does not change it. */
  readonly user: string | null;
  /** Where neither that nor the configuration names a user. */
  readonly otherwise: string;
  readonly localUser: string;
}

/** The values that hold so far, by keyword: the first one of each counts, of repeatable ones all. */
export class ConfigValues {
  readonly target: ConfigTarget;
  /** Compared with Host patterns: the name as called, in the final pass the one that it stands for. */
  readonly host: string;
  readonly final: boolean;
  /** A `Match final` was met. */
  wantsFinal = false;
  private readonly values: Map<string, Directive[]>;
  private readonly order: Directive[];

  constructor(target: ConfigTarget, first?: ConfigValues) {
    this.target = target;
    this.host = first?.hostName ?? target.name;
    this.final = first !== undefined;
    this.values = first?.values ?? new Map<string, Directive[]>();
    this.order = first?.order ?? [];
  }

  add(directive: Directive): void {
    this.order.push(directive);
    const before = this.values.get(directive.keyword);
    if (before === undefined) this.values.set(directive.keyword, [directive]);
    else before.push(directive);
  }

  all(keyword: string): readonly Directive[] {
    return this.values.get(keyword) ?? [];
  }

  first(keyword: string): Directive | undefined {
    return this.values.get(keyword)?.[0];
  }

  isBefore(a: Directive, b: Directive): boolean {
    return this.order.indexOf(a) < this.order.indexOf(b);
  }

  /** The first word of the first line with this keyword. */
  word(keyword: string): string | null {
    return this.first(keyword)?.words[0] ?? null;
  }

  get hostName(): string {
    const { name } = this.target;
    return this.word('hostname')?.replace(/%([%h])/g, (_, letter: string) => (letter === 'h' ? name : '%')) ?? name;
  }

  get user(): string {
    return this.target.user ?? this.word('user') ?? this.target.otherwise;
  }
}

/** Whether a command, with its tokens still in it, ends with 0. */
export type CommandCheck = (command: Directive, text: string, values: ConfigValues) => Promise<boolean>;

/** @throws AppError for a Match line that cannot be understood */
export async function valuesFor(directives: readonly Directive[], target: ConfigTarget, check: CommandCheck): Promise<ConfigValues> {
  const values = new ConfigValues(target);
  await walk(directives, values, { active: true, never: false }, check);
  const canonical = values.word('canonicalizehostname')?.toLowerCase() ?? 'no';
  if (!values.wantsFinal && canonical === 'no') return values;
  const final = new ConfigValues(target, values);
  await walk(directives, final, { active: true, never: false }, check);
  return final;
}

interface Block {
  readonly active: boolean;
  /** Inside an included file whose Include line does not hold. */
  readonly never: boolean;
}

async function walk(directives: readonly Directive[], values: ConfigValues, { active, never }: Block, check: CommandCheck): Promise<void> {
  let holds = active;
  for (const directive of directives) {
    if (directive.keyword === 'host') holds = !never && listMatches(directive.words, values.host);
    else if (directive.keyword === 'match') holds = !never && (await criteriaMatch(directive, values, check));
    else if (directive.keyword === 'include') {
      for (const file of directive.included) await walk(file, values, { active: holds, never: !holds }, check);
    } else if (holds) values.add(directive);
  }
}

async function criteriaMatch(match: Directive, values: ConfigValues, check: CommandCheck): Promise<boolean> {
  const words = [...match.words];
  if (words.length === 0) throw unusableConfig(match.file, match.line, 'Match names no criterion');
  let holds = true;
  while (words.length > 0) {
    const [, not, name = '', inline] = /^(!?)([a-z]+)(?:=(.*))?$/is.exec(words.shift() ?? '') ?? [];
    const criterion = name.toLowerCase();
    const takesNone = ['all', 'canonical', 'final'].includes(criterion);
    const argument = takesNone ? '' : (inline ?? words.shift());
    if (argument === undefined) throw unusableConfig(match.file, match.line, `Match ${name} names nothing to compare with`);
    if (criterion === 'final') values.wantsFinal = true;
    // Whatever stands before an exec must hold before its command is run.
    if (criterion === 'exec') holds &&= (await check(match, argument, values)) === (not === '');
    else holds = criterionHolds(match, criterion, argument, values) === (not === '') && holds;
  }
  return holds;
}

function criterionHolds(match: Directive, criterion: string, argument: string, values: ConfigValues): boolean {
  const list = argument.split(',');
  const lower = list.map((pattern) => pattern.toLowerCase());
  switch (criterion) {
    case 'all':
      return true;
    case 'canonical':
    case 'final':
      return values.final;
    case 'host':
      return listMatches(lower, (values.final ? values.host : values.hostName).toLowerCase());
    case 'originalhost':
      return listMatches(lower, values.target.name.toLowerCase());
    case 'user':
      return listMatches(list, values.user);
    case 'localuser':
      return listMatches(list, values.target.localUser);
    case 'tagged':
      return listMatches(list, values.word('tag') ?? '');
    case 'command':
      return argument === '' || list.some((pattern) => globMatches(pattern, ''));
    case 'sessiontype':
      return listMatches(lower, 'exec');
    case 'localnetwork':
      return list.some(isLocalNetwork);
    default:
      throw unusableConfig(match.file, match.line, `fams-ops does not know Match ${criterion}`);
  }
}

/** An address of this machine lies in the network, written as ADDRESS/BITS. */
function isLocalNetwork(network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family);
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .some((own) => isIP(own.address) === version && block.check(own.address, family));
}
