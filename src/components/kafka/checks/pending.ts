// kafka.pending: is there work for the controller that does not get done?
import { CLUSTER, ok, some, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { registry } from '../sources.js';

export const kafkaPending = check({
  id: 'kafka.pending',
  title: 'No work is left undone',
  phase: 'running',
  needs: { registry },
  of: 'kafka',
  settles: true,
  limits: {},
  explain:
    'What was asked of the controller and is not done: partitions that are being moved, elections of preferred replicas, topics ' +
    'marked for deletion. All of it goes by itself while every broker is there; what stays waits for a broker, and a deletion also ' +
    'for delete.topic.enable=true. A warning: the cluster serves meanwhile.',
  judge: ({ registry: { reassigning, electing, deleting } }) => {
    const findings = [
      ...(reassigning.length === 0
        ? []
        : [
            warn(
              CLUSTER,
              reassigning.length,
              `being moved: ${some(reassigning)}`,
              'Wait; see how far with "bin/kafka-reassign-partitions.sh --verify" and the file that it was begun with. It waits for brokers that are away.',
            ),
          ]),
      ...(electing.length === 0
        ? []
        : [
            warn(
              CLUSTER,
              electing.length,
              `preferred leaders are to be elected: ${some(electing)}`,
              'Wait a moment; if it stays, see kafka.controller.',
            ),
          ]),
      ...(deleting.length === 0
        ? []
        : [
            warn(
              CLUSTER,
              deleting.length,
              `to be deleted: ${some(deleting)}`,
              'Wait; it needs every broker with a replica ("fams-ops status") and delete.topic.enable=true, which fams-ops sets.',
            ),
          ]),
    ];
    return findings.length > 0 ? findings : [ok(CLUSTER, 0, 'nothing is being moved, elected or deleted')];
  },
});
