// host.config: are the files those of the inventory, and does the running process use them?
import { createHash } from 'node:crypto';
import { ok, some, unknown, warn } from '../../components/findings.js';
import { bringsUp } from '../../components/specs.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { PlannedFile } from '../../model/component.js';
import type { FileFacts, HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';

export const hostConfig = check({
  id: 'host.config',
  title: 'Files are those of the inventory',
  phase: 'running',
  needs: { facts },
  limits: {},
  explain:
    'Every file that the inventory asks for is there with the same bytes and mode, and the running process was started with these files. ' +
    'A difference is a warning: the cluster serves, but not as the inventory says.',
  judge: ({ facts }, _want, placed) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : [judgeFiles(one, host)];
    }),
});

function judgeFiles({ instance, layout }: Placed, host: HostFacts): Finding {
  const target = `${host.host}/${instance.component}`;
  const drift = layout.files.flatMap((file) => {
    const what = difference(file, host);
    return what === null ? [] : [`${file.path} ${what}`];
  });
  const command = bringsUp(instance.component);
  if (drift.length > 0) {
    const look = command === 'provision' ? 'plan' : `${command} --plan`;
    return warn(target, drift.length, some(drift), `See the difference with "fams-ops ${look}"; "fams-ops ${command}" puts it right.`);
  }
  const hidden = layout.files.filter((file) => isHidden(host.files[file.path])).map(({ path }) => path);
  if (hidden.length > 0) return unknown(target, `cannot be read: ${some(hidden)}`, `See "ls -l ${hidden[0] ?? ''}" on ${host.host}.`);
  const service = host.services[instance.component];
  if (service?.state === 'running' && service.fingerprint !== layout.service.fingerprint)
    return warn(
      target,
      'restart pending',
      'restart pending: the process runs with other files than these',
      `Restart it safely: "fams-ops ${command}", or "fams-ops restart ${instance.component} --limit ${host.host}".`,
    );
  return ok(target, 0, `${String(layout.files.length)} files as in the inventory`);
}

/** It may be as it should: nobody could look. */
const isHidden = (found: FileFacts | undefined): boolean => found?.kind === 'other' && found.what === UNREADABLE;
const UNREADABLE = 'a file that cannot be read';

function difference(file: PlannedFile, host: HostFacts): string | null {
  const found = host.files[file.path];
  if (found === undefined || found.kind === 'absent') return 'is missing';
  if (isHidden(found)) return null;
  if (found.kind === 'other') return `is ${found.what}, not a file`;
  if (found.sha256 !== createHash('sha256').update(file.text).digest('hex')) return 'differs';
  return found.mode === file.mode ? null : `has mode ${found.mode.toString(8)}, not ${file.mode.toString(8)}`;
}
