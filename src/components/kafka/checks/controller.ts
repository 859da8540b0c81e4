// kafka.controller: is there a broker that elects leaders?
import { CLUSTER, crit, ok } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { registry } from '../sources.js';

export const kafkaController = check({
  id: 'kafka.controller',
  title: 'There is a controller',
  phase: 'running',
  needs: { registry },
  of: 'kafka',
  settles: true,
  limits: {},
  explain:
    'One registered broker is the controller. Without it no leader is elected when a broker is lost, and no topic is created: critical. ' +
    'The next broker takes over within seconds of the loss of the controller, so look twice.',
  judge: ({ registry }, _want, placed) => {
    const { controller, controllerEpoch, brokers } = registry;
    // A broker that is the only one is never stopped without that word.
    const allow = placed.length === 1 ? ' --allow downtime' : '';
    const fix = `Look again in ten seconds; if it stays so, see "fams-ops logs kafka" and restart the brokers: "fams-ops restart kafka${allow}".`;
    if (controller === null) return [crit(CLUSTER, null, 'no broker is the controller', fix)];
    if (!brokers.some((one) => one.id === controller))
      return [crit(CLUSTER, controller, `the controller is broker ${String(controller)}, which is not registered`, fix)];
    return [ok(CLUSTER, controller, `broker ${String(controller)} is the controller, epoch ${String(controllerEpoch ?? 'unknown')}`)];
  },
});
