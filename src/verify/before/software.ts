// host.software: would provisioning or launching refuse what lies where our software belongs?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import { AppError } from '../../errors/app-error.js';
import { refuseForeignSoftware } from '../../plan/refusals/software.js';
import { eachHost } from './hosts.js';

export const hostSoftware = check({
  id: 'host.software',
  title: 'The place of the software is free or our own',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'The directories of Kafka and Spark are put into the home and replaced as a whole. One that fams-ops did not unpack, that lies behind ' +
    'a link, in which somebody keeps files, or that another cluster needs as it is, is what provision and launch refuse with exit 5.',
  judge: ({ facts }, want) =>
    eachHost(facts, want, (host, placed) => {
      const dirs = new Set(placed.flatMap(({ layout }) => layout.bundles.map(({ dir }) => dir)));
      const refused = placed.flatMap((one) =>
        one.layout.bundles.flatMap((use) => {
          try {
            refuseForeignSoftware({ ...want, placed: [{ ...one, layout: { ...one.layout, bundles: [use] } }] }, facts);
            return [];
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            return dirs.delete(use.dir)
              ? [crit(host.host, use.dir, error.message.replace(/ Nothing was touched\.$/, ''), error.todo.join(' '))]
              : [];
          }
        }),
      );
      return refused.length > 0 || dirs.size === 0 ? refused : [ok(host.host, dirs.size, 'free or our own')];
    }),
});
