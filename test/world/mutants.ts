// Guards of the product, each broken once on purpose: an edit of its source, and what the world must then report.
import type { ChapterName } from './trial.js';

export interface Mutant {
  readonly name: string;
  /** Below src/. */
  readonly file: string;
  /** Each text stands exactly once in the file, and is replaced by the other. */
  readonly edits: readonly (readonly [string, string])[];
  readonly reported: RegExp;
  /** The chapters in which it can show; all by default. */
  readonly chapters?: readonly [ChapterName, ...ChapterName[]];
}

const FAILS = /does not succeed|does not come to an end/;
const STAGES = 'apply/apply-stages.ts';
const RECONCILE = 'flows/run/reconcile.ts';
const LOCKED = 'flows/run/locked-run.ts';
const LOCK = 'apply/lock.ts';
const PLAN = 'plan/plan.ts';
const ROLLS = ['roll', 'restart'] as const;

export const MUTANTS: readonly Mutant[] = [
  // Gates.
  {
    name: 'the gate after a start is skipped',
    file: STAGES,
    edits: [['"`);\n  for (const gate of stage.after) await passGate(gate, context);', '"`);']],
    reported: /nobody has seen that zookeeper on .* serves again/,
  },
  {
    name: 'the gate between two restarts is skipped',
    file: STAGES,
    edits: [['ledger);\n    for (const gate of stage.after)', 'ledger);\n    for (const gate of left.length > 1 ? [] : stage.after)']],
    reported: /is begun, and nobody has seen that \S+ on .* serves again/,
    chapters: ROLLS,
  },
  {
    name: 'the gate after the last restart is skipped',
    file: STAGES,
    edits: [['ledger);\n    for (const gate of stage.after)', 'ledger);\n    for (const gate of left.length > 1 ? stage.after : [])']],
    reported: /(the verb ends|is begun), and nobody has seen that \S+ on .* serves again/,
    chapters: ROLLS,
  },
  {
    name: 'a roll waits for the gate of another component',
    file: PLAN,
    edits: [['const ready = [{ component, hosts', "const ready = [{ component: 'zookeeper', hosts"]],
    reported: /nobody has seen that kafka on .* serves again/,
  },
  {
    name: 'one member is waited for, and not those that were named',
    file: 'components/zookeeper/live/ensemble.ts',
    edits: [['&& off.every(({ host }) => !hosts.includes(host))', '']],
    reported: /nobody has seen that zookeeper on .* serves again/,
  },
  {
    name: 'brokers that are not registered count as ready',
    file: 'components/kafka/live/ready.ts',
    edits: [['if (missing.length > 0) return', 'if (missing.length > sights.length) return']],
    reported: /nobody has seen that kafka on .* serves again|without any fault, does not succeed/,
  },
  // Risks.
  {
    name: 'nobody asks whether a service may stop',
    file: STAGES,
    edits: [['if (stops(action.kind)) await permission(action, context);', '']],
    reported: /nobody has asked whether it may stop|is stopped while/,
    chapters: ROLLS,
  },
  {
    name: 'nobody asks whether a broker may stop',
    file: STAGES,
    edits: [['if (stops(action.kind)) await', "if (stops(action.kind) && action.component !== 'kafka') await"]],
    reported: /kafka\/service-restart is begun, and nobody has asked/,
    chapters: ROLLS,
  },
  {
    name: 'nobody asks whether a member may stop',
    file: STAGES,
    edits: [['if (stops(action.kind)) await', "if (stops(action.kind) && action.component !== 'zookeeper') await"]],
    reported: /zookeeper\/service-restart is begun, and nobody has asked/,
    chapters: ['restart', 'restart zookeeper'],
  },
  {
    name: 'a risk is heard and not heeded',
    file: 'apply/gates.ts',
    edits: [['refused = risks.filter((risk) => !context.allow.has(risk.name));', 'refused = [];']],
    reported: /is stopped(, which leaves| while)/,
    chapters: ROLLS,
  },
  {
    name: 'another broker that is away or behind is no risk',
    file: 'components/kafka/live/may-stop.ts',
    edits: [['    ...notBack(others, registry),\n', '']],
    reported: /is stopped while/,
    chapters: ROLLS,
  },
  {
    name: 'a partition below its min.insync.replicas is no risk',
    file: 'components/kafka/live/may-stop.ts',
    edits: [['return left < need ?', 'return left < 0 ?']],
    reported: /is not refused|which leaves/,
    chapters: ['unasked', 'roll'],
  },
  {
    name: 'another member that is away is no risk',
    file: 'components/zookeeper/live/ensemble.ts',
    edits: [['if (off.length > 0) return { risks: [risk(', 'if (off.length > size) return { risks: [risk(']],
    reported: /the member on .* is stopped while that on .* does not serve|nobody has looked at that on/,
    chapters: ['restart', 'restart zookeeper'],
  },
  {
    name: 'what only a person may allow is not refused at first',
    file: 'flows/run/risks.ts',
    edits: [['if (refused.length > 0) throw riskRefused(action, refused);', '']],
    reported: /is refused after \d+ actions/,
    chapters: ['unasked'],
  },
  // Order.
  {
    name: 'the leader is not left for last',
    file: STAGES,
    edits: [['left.find((action) => action.host !== last) ?? first', 'first']],
    reported: /comes after that of the leader/,
    chapters: ROLLS,
  },
  {
    name: 'the controller is not left for last',
    file: 'components/kafka/live.ts',
    edits: [['runningId(one) === registry.controller)', 'runningId(one) === -2)']],
    reported: /kafka\/service-restart comes after that of the leader/,
    chapters: ROLLS,
  },
  {
    name: 'the leader of the ensemble is not left for last',
    file: 'components/zookeeper/live.ts',
    edits: [["sights.find(({ answers }) => answers?.mode === 'leader')", "sights.find(({ answers }) => answers?.mode === 'observer')"]],
    reported: /zookeeper\/service-restart comes after that of the leader/,
    chapters: ['restart', 'restart zookeeper'],
  },
  {
    name: 'services start before their hosts are prepared',
    file: PLAN,
    edits: [
      [
        'return stages.filter((stage) => stage.actions.length > 0);',
        'return [...stages.slice(1), ...stages.slice(0, 1)].filter((stage) => stage.actions.length > 0);',
      ],
    ],
    reported: /is begun with other files than were planned/,
  },
  {
    name: 'components start before those that they need',
    file: PLAN,
    edits: [
      [
        '...resolved.components.flatMap((component) => serviceStages(',
        '...resolved.components.toReversed().flatMap((component) => serviceStages(',
      ],
    ],
    reported: FAILS,
  },
  {
    name: 'the roll comes before the start',
    file: PLAN,
    edits: [
      ['      after: ready,\n    },\n  ];\n}\n\ntype Wanted', '      after: ready,\n    } as Stage,\n  ].toReversed();\n}\n\ntype Wanted'],
    ],
    reported: FAILS,
    chapters: ['roll'],
  },
  {
    name: 'all are restarted at once',
    file: PLAN,
    edits: [["width: 'one',\n      after: ready", "width: 'all',\n      after: ready"]],
    reported: /nobody has asked whether it may stop|serves again/,
    chapters: ['roll'],
  },
  {
    name: 'what others need is stopped first',
    file: 'plan/services.ts',
    edits: [['  }).toReversed();', '  });']],
    reported: /service-stop is begun while \S+ on .* still runs/,
    chapters: ['stop', 'destroy'],
  },
  {
    name: 'destroy removes before it stops',
    file: 'flows/destroy.ts',
    edits: [['[...stop, ...remove]', '[...remove, ...stop]']],
    reported: /remove\/.* is begun while \S+ runs there/,
    chapters: ['destroy', 'destroy --data'],
  },
  {
    name: 'the late stage is decided too early',
    file: STAGES,
    edits: [
      [
        'for (const planned of stages) {',
        'for (const planned of stages.toSorted((a, b) => Number(a.late === undefined) - Number(b.late === undefined))) {',
      ],
    ],
    reported: FAILS,
  },
  {
    name: 'the late stage is never decided',
    file: STAGES,
    edits: [['planned.late === undefined ? planned : await context.decideLate(planned)', 'planned']],
    reported: /there is no topic|is not without changes/,
  },
  // What is looked at, and what is decided about.
  {
    name: 'what was decided before the lock is done',
    file: RECONCILE,
    edits: [['const decided = await decide(locked, verb, false);', 'const decided = first;']],
    reported: /rests on no look at .* under the lock/,
  },
  {
    name: 'it looks again under the lock, and does what it decided before',
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
    edits: [['const recorded = records.get(host.name)?.id;', 'const recorded = records.size > 99 ? 0 : undefined;']],
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
  // The lock.
  {
    name: 'the lock is not taken',
    file: LOCK,
    edits: [['if (mine.length >= majority) return', 'await giveBack(mine, claim.token);\n    if (mine.length >= 0) return']],
    reported: /the lock is held on 0 hosts alone/,
  },
  {
    name: 'the lock is given back at once',
    file: LOCKED,
    edits: [['return await work(', 'await lock.release();\n    return await work(']],
    reported: /the lock is held on 0 hosts alone/,
  },
  {
    name: 'the lock is given back before the proof',
    file: RECONCILE,
    edits: [
      ['return underLock(run, async (locked) => {', 'const proof = await underLock(run, async (locked) => {'],
      ["return verb.prove({ kind: 'changed'", "return () => verb.prove({ kind: 'changed'"],
      ['    return () => verb', '    return () => verb'],
      ['...decided.skipped], notes }, locked);\n  });', '...decided.skipped], notes }, locked);\n  });\n  return proof();'],
    ],
    reported: /the proof: the lock is held on 0 hosts alone/,
  },
  {
    name: 'the lock is never given back',
    file: LOCKED,
    edits: [['    await lock.release();\n', '']],
    reported: /has ended and keeps the lock/,
  },
  {
    name: 'one host is enough for the lock',
    file: LOCK,
    edits: [['Math.floor(members / 2) + 1', '1']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
  },
  {
    name: 'a lock is stale after a second',
    file: LOCK,
    edits: [['const STALE_SECONDS = 30;', 'const STALE_SECONDS = 1;']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
  },
  {
    name: 'nobody says that the holder lives',
    file: 'apply/lock-keeper.ts',
    edits: [['await clock.sleep(beatMs, this.ended.signal);', 'await clock.sleep(beatMs * 100, this.ended.signal);']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
    chapters: ['roll', 'restart'],
  },
  {
    name: 'a holder that lives is replaced',
    file: LOCK,
    edits: [['if (other === null || !(await gone(other.holder, claim.holder))) return other;', 'if (other === null) return other;']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
  },
  {
    name: 'a holder that has died here is not replaced',
    file: LOCK,
    edits: [['if (other === null || !(await gone(other.holder, claim.holder))) return other;', 'if (other !== undefined) return other;']],
    reported: /a dead holder on this machine is not replaced/,
  },
  // Ctrl-C.
  {
    name: 'hosts go on after Ctrl-C',
    file: STAGES,
    edits: [['if (errors.length > 0 || context.signal.aborted) return;', 'if (errors.length > 0) return;']],
    reported: /is begun after Ctrl-C/,
  },
  {
    name: 'a roll goes on after Ctrl-C',
    file: STAGES,
    edits: [['    if (context.signal.aborted) throw interrupted(`in the stage "${stage.title}"`);\n    const action', '    const action']],
    reported: /is begun after Ctrl-C/,
    chapters: ROLLS,
  },
];
