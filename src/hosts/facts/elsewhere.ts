// Pure: what facts.sh says about fams-ops elsewhere on the host: services that run from any place, and places with nothing running.
import type { Installation } from '../../model/facts.js';
import type { FactsRecords } from './records.js';

export function parseInstallations(records: FactsRecords): readonly Installation[] {
  const owners = records.numbered('service-owner');
  const services = [...records.blocks('service-settings')].flatMap(([pid, settings]): readonly Installation[] => {
    const [, base, component] = /^(\/.*)\/conf\/([a-z-]+)-log4j\.properties$/.exec(pathOf(settings.toString('utf8'))) ?? [];
    const uid = owners.get(pid);
    if (base === undefined || component === undefined || uid === undefined) return [];
    return [{ base, service: { component, pid, uid: records.number(uid) } }];
  });
  const places = [...records.blocks('place').values()].map((place): Installation => ({ base: place.toString('utf8'), service: null }));
  return [...services, ...places];
}

/** The path of a file URL; what is no URL stays as it is. */
function pathOf(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
