// Text -> frozen Cluster, or every problem at once with file:line:column. Pure.
import { AppError } from '../errors/app-error.js';
import type { Cluster, Problem } from '../model/cluster.js';
import { buildCluster, type Surroundings } from './build/build.js';
import { explain, flatten, type Issue } from './text/explain.js';
import { inventoryJsonSchema, type JsonSchema } from './schema/json-schema.js';
import { pathText, valueAt } from './text/path.js';
import { Problems } from './text/problems.js';
import { repaired } from './text/repair.js';
import { checkConfigs } from './rules/config.js';
import { checkDirectories } from './rules/directories.js';
import type { Draft } from './rules/draft.js';
import { checkHosts, checkNames, checkRoles } from './rules/hosts.js';
import { checkKafka } from './rules/kafka.js';
import { checkSoftware } from './rules/software.js';
import { checkStreaming } from './rules/streaming.js';
import { checkThresholds, type KnownLimits } from './rules/thresholds.js';
import { checkTopics } from './rules/topics.js';
import { inventorySchema, type Inventory } from './schema/schema.js';
import { Source } from './text/source.js';

interface ParseOptions extends Surroundings {
  /** Limits by check id; without them `verify:` is taken as it is. */
  readonly limits?: KnownLimits;
}

export interface Parsed {
  /** Frozen, all the way down. */
  readonly cluster: Cluster;
  readonly warnings: readonly Problem[];
}

/** @throws AppError INVENTORY_INVALID with all problems, in the order of the text */
export function parseInventory(text: string, file: string, options: ParseOptions): Parsed {
  const source = new Source(text);
  const problems = new Problems(source, file);
  const cluster = source.value === undefined ? undefined : examine(source, file, problems, options);
  const errors = problems.list('error');
  if (cluster === undefined || errors.length > 0) throw invalid(file, errors);
  return deepFreeze({ cluster, warnings: [...problems.list('warning')] });
}

/** Shape first, then the rules over everything whose shape is right. */
function examine(source: Source, file: string, problems: Problems, options: ParseOptions): Cluster | undefined {
  const { specs } = options;
  const schema = inventorySchema(specs);
  const parsed = schema.safeParse(source.value);
  const issues = (parsed.error?.issues ?? []).flatMap(flatten).filter(isOwnLimit);
  // What the text itself lacks (an alias of nothing) has been said there.
  const said = ({ path }: Issue): boolean =>
    valueAt(source.value, path) === undefined && source.faults.some((fault) => path.length > 0 && pathText(fault.path) === pathText(path));
  let known: JsonSchema | undefined;
  for (const issue of issues.filter((one) => !said(one)))
    explain(issue, { source, problems, specs, schema: () => (known ??= inventoryJsonSchema(specs)) });
  const inventory = parsed.data ?? repairedInventory(schema, source.value, issues);
  if (inventory === undefined) return undefined;
  const rolesKnown = checkRoles({ inventory, specs, problems });
  const cluster = buildCluster(inventory, source, file, options);
  const draft: Draft = {
    cluster,
    inventory,
    specs,
    source,
    problems,
    fresh: checkNames({ cluster, inventory, problems }),
    countable: rolesKnown && !issues.some(touchesHosts),
  };
  checkHosts(draft);
  checkDirectories(draft);
  checkConfigs(draft);
  checkTopics(draft);
  checkKafka(draft);
  checkStreaming(draft);
  checkSoftware(draft);
  if (options.limits) checkThresholds(draft, options.limits);
  return cluster;
}

/** Zod tells of a number that is too large for a whole one, too, where the field has a limit of its own. */
const isOwnLimit = (issue: Issue, _i: number, all: readonly Issue[]): boolean =>
  !(issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
  !all.some((other) => other !== issue && other.code === 'too_big' && pathText(other.path) === pathText(issue.path));

/** What was dropped may have left something incomplete, which is dropped in turn: the rules see the rest. */
function repairedInventory(schema: ReturnType<typeof inventorySchema>, value: unknown, issues: readonly Issue[]): Inventory | undefined {
  let left = value;
  let wrong = issues;
  for (let round = 0; round < MOST_REPAIRS; round += 1) {
    left = repaired(left, wrong);
    const result = schema.safeParse(left);
    if (result.success) return result.data;
    wrong = result.error.issues.flatMap(flatten);
  }
  return undefined;
}

const MOST_REPAIRS = 4;

const touchesHosts = ({ path }: Issue): boolean => path.length === 0 || (path[0] === 'hosts' && (path.length <= 2 || path[2] === 'roles'));

function invalid(file: string, problems: readonly Problem[]): AppError {
  const count = problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`;
  const [first] = problems;
  return new AppError('INVENTORY_INVALID', `The inventory has ${count}; nothing was touched.`, {
    where: { file, ...(first && { line: first.line, column: first.column }) },
    todo: ['Correct the lines above and run it again.'],
    problems,
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
