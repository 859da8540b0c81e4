// host.directories: can every directory be made or written to?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { limits } from './sources.js';
import { crit, ok } from '../../components/findings.js';
import { eachHost } from './hosts.js';

export const hostDirectories = check({
  id: 'host.directories',
  title: 'Directories can be made and written to',
  phase: 'before',
  needs: { facts, limits },
  limits: {},
  explain:
    'A data directory that is there must be writable for the user who logs in; one that is not there is made, which the user must be ' +
    'allowed to do in the directory above it. A directory made by root below a directory of root is the usual reason.',
  judge: ({ facts, limits }, want) =>
    eachHost(facts, want, ({ host, user }, placed) => {
      const obstacles = limits.get(host)?.obstacles ?? new Map<string, string>();
      const paths = new Set(placed.flatMap(({ layout }) => layout.dataDirs.map(({ path }) => path)));
      const closed = [...paths].flatMap((path) => {
        const above = obstacles.get(path);
        if (above === undefined) return [];
        const message =
          above === path ? `${user} may not write to ${path}` : `${user} cannot make ${path}: ${above} is not open to writing`;
        const fix = `As root on ${host}: "mkdir -p ${path}; chown ${user} ${path}". Or name another directory in the inventory.`;
        return [crit(host, path, message, fix)];
      });
      return closed.length > 0 ? closed : [ok(host, paths.size, 'every data directory can be made or written to')];
    }),
});
