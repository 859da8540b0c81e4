// Mutants of what a stop waits for: gates and risks.
import type { Mutant } from './mutant.js';

const STAGES = 'apply/apply-stages.ts';
const PLAN = 'plan/plan.ts';
const ROLLS = ['roll', 'restart'] as const;

export const STOPS: readonly Mutant[] = [
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
    rare: true,
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
    rare: true,
    file: 'components/zookeeper/live/ensemble.ts',
    edits: [['if (off.length > 0) return { risks: [risk(', 'if (off.length > size) return { risks: [risk(']],
    reported: /the member on .* is stopped while that on .* does not serve|nobody has looked at that on/,
    chapters: ['restart', 'restart zookeeper'],
    shape: 'five',
  },
  {
    name: 'what only a person may allow is not refused at first',
    file: 'flows/run/risks.ts',
    edits: [['if (refused.length > 0) throw riskRefused(action, refused);', '']],
    reported: /is refused after \d+ actions/,
    chapters: ['unasked'],
  },
];
