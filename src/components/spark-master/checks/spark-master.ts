// spark.master: does one master rule?
import type { Check, Finding } from '../../../model/check.js';
import { crit, ok, warn } from '../../findings.js';
import { SPARK_MASTER } from '../../spark/places.js';

export const sparkMaster: Check<'master'> = {
  id: 'spark.master',
  title: 'A Spark master rules',
  needs: ['master'],
  of: SPARK_MASTER,
  slow: false,
  limits: {},
  explain:
    'One master says ALIVE; further ones stand by. Without a ruling master applications go on with the executors that they have, but ' +
    'none that is lost is replaced and none can begin: critical. After the end of a ruling master one of several takes over when its ' +
    'ZooKeeper session is over, up to 40 s later.',
  judge: ({ master }) => {
    const alive = [...master.values()].filter(({ status }) => status === 'ALIVE').length;
    return [...master].map(([host, { status, url }]): Finding => {
      const target = `${host}/${SPARK_MASTER}`;
      if (status === 'ALIVE' && alive > 1)
        return crit(
          target,
          status,
          `${String(alive)} masters rule at once`,
          'Restart all but one: "fams-ops restart spark-master --limit HOST".',
        );
      if (status === 'ALIVE') return ok(target, status, `rules at ${url}`);
      if (status === 'STANDBY' && alive > 0) return ok(target, status, 'stands by');
      const fix = `Wait a minute; if none rules then, see "fams-ops logs spark-master --limit ${host}".`;
      return alive > 0
        ? warn(target, status, `says ${status}`, fix)
        : crit(target, status, `says ${status}, and no other master rules`, fix);
    });
  },
};
