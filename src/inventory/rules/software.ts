// Rules about where the software comes from: what anybody on the way could change is not taken unchecked.
import type { Draft } from './draft.js';

export function checkSoftware({ cluster, problems }: Draft): void {
  const { kafka, spark } = cluster.software;
  for (const [key, { bundle, sha256 }] of [['kafka', kafka] as const, ['spark', spark] as const])
    if (/^http:/i.test(bundle) && sha256 === null)
      problems.error(
        [key, 'bundle'],
        'is fetched over plain http without a checksum: anybody on the way could change it',
        `Use https://, or set ${key}.sha256 to the SHA-256 of the archive, from a source that you trust: fams-ops does not know it.`,
      );
}
