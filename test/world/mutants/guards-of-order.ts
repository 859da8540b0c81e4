// Mutants of the order in which things are done.
import type { Mutant } from './mutant.js';

const FAILS = /does not succeed|does not come to an end/;
const STAGES = 'apply/apply-stages.ts';
const PLAN = 'plan/plan.ts';
const ROLLS = ['roll', 'restart'] as const;

export const ORDER: readonly Mutant[] = [
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
];
