// kafka.console: does a record sent by the real console producer on one node reach the real console consumer on another?
import { CLUSTER, crit, ok, unknown } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { consoleTrip } from '../sources.js';

export const kafkaConsole = check({
  id: 'kafka.console',
  title: 'A record goes through',
  phase: 'running',
  needs: { console: consoleTrip },
  of: 'kafka',
  slow: true,
  limits: {},
  explain:
    'The console producer of Kafka sends one line with acks=-1 on one node, and the console consumer reads the topic from its beginning on ' +
    'another until it sees that line. It uses the probe topic, so that nobody else reads the line; --topic names another one, which is ' +
    'then read from its beginning too. When both tools ran and the line is not seen in time, clients are not served: critical. When a ' +
    'tool could not run (a lost connection, no JVM, nowhere to write), nothing is known of the cluster: unknown.',
  judge: ({ console: { topic, from, to, outcome, ms, said } }) => {
    const way = from === to ? `on ${from}, the only node,` : `from ${from} to ${to}`;
    if (outcome === 'seen') return [ok(CLUSTER, ms, `one line went ${way} through ${topic} in ${String(ms)} ms`)];
    if (outcome === 'not-run')
      return [
        unknown(
          CLUSTER,
          `a line could not be sent ${way} through ${topic}: ${said}`,
          'Put right what keeps the tool from running there; the other checks of kafka.* say whether clients are served.',
        ),
      ];
    const fix = 'See kafka.leader and kafka.isr, and "fams-ops logs kafka"; run the two console tools by hand on these nodes.';
    return [crit(CLUSTER, ms, `a line sent ${way} through ${topic} was not seen: ${said}`, fix)];
  },
});
