// Mutants of what decisions rest on: looks, ids and records.
import type { Mutant } from './mutant.js';

const RECONCILE = 'flows/run/reconcile.ts';
const PLAN = 'plan/plan.ts';

export const DECISIONS: readonly Mutant[] = [
  // What is looked at, and what is decided about.
  {
    name: 'what was decided before the lock is done',
    file: RECONCILE,
    edits: [['const decided = await decide(locked, verb, false);', 'const decided = first;']],
    reported: /rests on no look at .* under the lock/,
  },
  {
    name: 'it looks again under the lock, and does what it decided before',
    rare: true,
    file: RECONCILE,
    edits: [['carryOut(locked, verb, decided, consent)', 'carryOut(locked, verb, first, consent)']],
    reported: /is begun though it runs from these files|is begun though .* runs already/,
    chapters: ['roll'],
  },
  {
    name: 'a host that could not be looked at is left out',
    file: RECONCILE,
    edits: [['  requireFacts(observation);\n', '']],
    reported: /rests on no look at/,
  },
  {
    name: 'the facts of one host are used for another',
    file: 'flows/run/observe.ts',
    edits: [['facts.set(host.name, await', 'facts.set(cluster.hosts.at(-1)?.name ?? host.name, await']],
    reported: /does not succeed|does not come to an end|other files than were planned|not on a host/,
  },
  {
    name: '--limit is not heeded',
    file: RECONCILE,
    edits: [['limited(decision.stages, run.options.limit)', 'limited(decision.stages, [])']],
    reported: /is not on a host of --limit/,
    chapters: ['roll'],
  },
  {
    name: 'the names of components are not heeded',
    file: 'flows/run/scope.ts',
    edits: [['(components.length === 0 || components.includes(component))', 'component.length > 0']],
    reported: /was not asked for/,
    chapters: ['restart kafka', 'stop kafka'],
  },
  {
    name: 'changed files ask for no restart',
    file: PLAN,
    edits: [['if (service.fingerprint !== fingerprint) return', 'if (service.fingerprint === null) return']],
    reported: /runs from other files than lie there/,
    chapters: ['roll'],
  },
  {
    name: 'every run restarts',
    file: PLAN,
    edits: [['if (service.fingerprint !== fingerprint) return', "if (service.fingerprint !== '') return"]],
    reported: /is begun though it runs from these files|is not without changes|does not come to an end/,
  },
  {
    name: 'the second run writes a file again',
    file: 'plan/prepare.ts',
    edits: [["if (now.kind === 'file' && now.mode === file.mode && now.text === file.text) return [];", '']],
    reported: /is not without changes/,
  },
  // Identities and data.
  {
    name: 'an id is taken from the record of the first host',
    file: 'plan/ids.ts',
    edits: [['const recorded = records.get(host.name)?.id;', 'const recorded = [...records.values()][0]?.id;']],
    reported: /both are|does not come to an end|starts as/,
  },
  {
    name: 'an id is taken from the record of the neighbour',
    file: 'plan/ids.ts',
    edits: [
      [
        'const recorded = records.get(host.name)?.id;',
        'const recorded = records.get(hosts[(hosts.indexOf(host) + 1) % hosts.length]?.name ?? "")?.id;',
      ],
    ],
    reported: /starts as|whose record is|does not come to an end/,
  },
  {
    name: 'recorded ids are forgotten',
    file: 'plan/ids.ts',
    edits: [
      ['const recorded = records.get(host.name)?.id;', 'const recorded = records.size > 99 ? 0 : undefined;'],
      ['const id = former.get(name);', 'const id = former.size > 99 ? former.get(name) : undefined;'],
    ],
    reported: /was \d+ and starts as \d+|whose record is|does not come to an end/,
    chapters: ['roll'],
  },
  {
    name: 'the records of one host are read for all',
    file: 'plan/resolve.ts',
    edits: [['const known = facts.get(host.name);', 'const known = [...facts.values()][0];']],
    reported: /both are|starts as|does not come to an end/,
  },
  {
    name: 'directories of others are not refused',
    file: 'flows/provision.ts',
    edits: [
      ['  refuseMoved(storage, specs, facts);\n', ''],
      ['  refuseUnsafeData(storage, specs, facts);\n', ''],
      ['  refuseBlankUnderRegistry(storage, specs, facts, registry.ok ? registry.value.topics.length > 0 : null);\n', ''],
    ],
    reported: /pointed at somebody else's directory/,
    chapters: ['foreign'],
  },
  {
    name: 'data go without having been named',
    file: 'flows/destroy.ts',
    edits: [['planRemoval(resolved, facts, withData)', 'planRemoval(resolved, facts, true)']],
    reported: /is removed and is not ours to remove/,
    chapters: ['destroy'],
  },
];
