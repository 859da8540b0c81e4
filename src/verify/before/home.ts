// host.home: may the user write to the directory that everything of ours lies in?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import { eachHost } from './hosts.js';

export const hostHome = check({
  id: 'host.home',
  title: 'The home can be written to',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain: 'Software, data and configuration lie below paths.home unless the inventory says otherwise; the user who logs in must own it.',
  judge: ({ facts }, want) =>
    eachHost(facts, want, ({ host, user, homeWritable }, [first]) => {
      if (first === undefined) return [];
      const { home } = first.instance.host;
      const what = `${home} does not exist or ${user} may not write there`;
      const fix = `Create ${home} on ${host} for ${user}, or name another directory by paths.home.`;
      return [homeWritable ? ok(host, home, `${user} may write to ${home}`) : crit(host, home, what, fix)];
    }),
});
