import { describe, expect, it } from 'vitest';
import type { CheckReport, Evidence } from '../../../src/model/check.js';
import type { DiskFacts, HostFacts, ServiceFacts } from '../../../src/model/facts.js';
import type { Resolved } from '../../../src/model/resolved.js';
import { hostBundle } from '../../../src/verify/checks/bundle.js';
import { hostConfig } from '../../../src/verify/checks/config.js';
import { hostDisk } from '../../../src/verify/checks/disk.js';
import { hostOpenFiles } from '../../../src/verify/checks/open-files.js';
import { hostRoles } from '../../../src/verify/checks/roles.js';
import { hostSsh } from '../../../src/verify/checks/ssh.js';
import { brief, healthy, hostFacts, read, reportsOf, resolved, withHost, withoutHost } from '../../support/evidence.js';
import { service } from '../../support/service-facts.js';

const want = resolved();

function n2(change: (facts: HostFacts) => Partial<HostFacts>, inventory: Resolved = want): Evidence {
  const facts = hostFacts(inventory, 'n2');
  return withHost(healthy(inventory), 'facts', 'n2', read({ ...facts, ...change(facts) }));
}

function serviceOf(services: HostFacts['services']): ServiceFacts {
  const kafka = services.kafka;
  if (kafka === undefined) throw new Error('no kafka');
  return kafka;
}

const notOk = (reports: readonly CheckReport[]): readonly CheckReport[] => reports.filter(({ status }) => status !== 'ok');

describe('host.ssh', () => {
  it('warns of a host that cannot be reached, with the reason and a command', () => {
    const [report, ...rest] = notOk(reportsOf(hostSsh, withoutHost(healthy(want), 'n2', 'no route'), want));
    expect(rest).toEqual([]);
    expect(report).toMatchObject({ target: 'n2', status: 'warn', message: 'cannot be reached: no route' });
    expect(report?.fix).toContain('ssh -p 22 fams@n2');
  });

  it('is critical when there is no host left to ask', () => {
    const nobody = ['n1', 'n2', 'n3'].reduce<Evidence>((left, name) => withoutHost(left, name), healthy(want));
    expect(brief(reportsOf(hostSsh, nobody, want))).toEqual(['crit n1', 'crit n2', 'crit n3']);
  });
});

describe('host.roles', () => {
  it('warns of what runs although no role asks for it, and not of what was stopped', () => {
    const evidence = n2(({ services }) => ({
      services: { ...services, calculator: service(), producer: service({ state: 'stopped', pid: null }) },
    }));
    const reports = notOk(reportsOf(hostRoles, evidence, want));
    expect(brief(reports)).toEqual(['warn n2/calculator']);
    expect(reports[0]?.fix).toContain('fams-ops stop calculator --limit n2');
  });
});

describe('host.config', () => {
  const path = '/home/fams/.fams-ops/fams/conf/server.properties';

  it.each<[HostFacts['files'][string], RegExp]>([
    [{ kind: 'absent' }, /server.properties is missing/],
    [{ kind: 'other', what: 'a directory' }, /is a directory/],
    [{ kind: 'file', sha256: 'x', mode: 0o644, size: 1, text: null }, /differs/],
  ])('warns of %j', (file, message) => {
    const reports = notOk(
      reportsOf(
        hostConfig,
        n2(({ files }) => ({ files: { ...files, [path]: file } })),
        want,
      ),
    );
    expect(brief(reports)).toEqual(['warn n2/kafka']);
    expect(reports[0]?.message).toMatch(message);
  });

  it('warns of another mode', () => {
    const reports = notOk(
      reportsOf(
        hostConfig,
        n2(({ files }) => ({ files: { ...files, [path]: { ...files[path], mode: 0o600 } as HostFacts['files'][string] } })),
        want,
      ),
    );
    expect(reports.map(({ message }) => message)).toEqual([`${path} has mode 600, not 644`]);
  });

  it('says that a restart is pending when the process runs with other files', () => {
    const reports = notOk(
      reportsOf(
        hostConfig,
        n2(({ services }) => ({ services: { ...services, kafka: { ...serviceOf(services), fingerprint: 'old' } } })),
        want,
      ),
    );
    expect(reports.map(({ target, value }) => [target, value])).toEqual([['n2/kafka', 'restart pending']]);
  });
});

describe('host.bundle', () => {
  const dir = '/home/fams/kafka_2.10-0.8.2.1';

  it.each<HostFacts['bundles'][string]>([
    { kind: 'absent' },
    { kind: 'foreign' },
    { kind: 'ours', digest: 'd1', intact: false },
    { kind: 'ours', digest: 'd2', intact: true },
  ])('warns of %j', (bundle) => {
    expect(
      brief(
        notOk(
          reportsOf(
            hostBundle,
            n2(() => ({ bundles: { [dir]: bundle } })),
            want,
          ),
        ),
      ),
    ).toEqual(['warn n2']);
  });
});

describe('host.disk', () => {
  const disk = (change: Partial<DiskFacts> | null, inventory: Resolved = want) =>
    reportsOf(
      hostDisk,
      n2(
        ({ dirs }) => ({
          dirs: Object.fromEntries(
            Object.entries(dirs).map(([path, one]) => [
              path,
              { ...one, disk: change === null || one.disk === null ? null : { ...one.disk, ...change } },
            ]),
          ),
        }),
        inventory,
      ),
      inventory,
    ).filter(({ target }) => target === 'n2');

  it.each<[string, Partial<DiskFacts>, string]>([
    ['enough', { freeKb: 10_000_000 }, 'ok'],
    ['less than 10 %', { freeKb: 9_900_000 }, 'warn'],
    ['less than 3 %', { freeKb: 2_900_000 }, 'crit'],
    ['half of very little', { sizeKb: 1_000_000, freeKb: 500_000 }, 'warn'],
    ['no inodes', { freeInodes: 5 }, 'crit'],
    ['few inodes', { freeInodes: 50 }, 'warn'],
    ['no notion of inodes', { inodes: 0, freeInodes: 0 }, 'ok'],
    ['nothing at all', { sizeKb: 0, freeKb: 0 }, 'crit'],
  ])('with %s', (_name, change, status) => {
    expect(disk(change).map((report) => report.status)).toEqual([status]);
  });

  it('counts a file system that carries several directories once', () => {
    expect(disk({})).toHaveLength(1);
  });

  it('does not know where the room could not be read', () => {
    expect(brief(disk(null))).toEqual(['unknown n2', 'unknown n2']);
  });

  it('is critical where a file system is mounted read-only, whatever room it has, and names it once', () => {
    const ours = want.placed.flatMap(({ layout }) => layout.dirs.map(({ path }) => [path, { kind: 'absent', disk: null }] as const));
    const shut = (wanted: (path: string) => boolean) => {
      const facts = n2(({ dirs }) => ({
        dirs: Object.fromEntries(
          Object.entries({ ...Object.fromEntries(ours), ...dirs }).map(([path, dir]) => [
            path,
            wanted(path) ? { ...dir, readOnlyMount: '/home' } : dir,
          ]),
        ),
      }));
      return reportsOf(hostDisk, facts, want).filter(({ target }) => target === 'n2');
    };
    const whole = shut(() => true);
    expect(brief(whole)).toEqual(['crit n2']);
    expect(whole[0]?.message).toMatch(/^\/home is mounted read-only: nothing can be written to .*zk_data/);
    // Logs and pid files cannot be written either.
    expect(brief(shut((path) => path.includes('.fams-ops')))).toEqual(['crit n2', 'ok n2']);
  });

  it('goes by the thresholds of the inventory', () => {
    const strict = resolved({ thresholds: { 'host.disk': { warnPercent: 60 } } });
    expect(brief(disk({}, strict))).toEqual(['warn n2']);
  });
});

describe('host.open-files', () => {
  const open = (change: Partial<ServiceFacts>) =>
    reportsOf(
      hostOpenFiles,
      n2(({ services }) => ({ services: { ...services, kafka: { ...serviceOf(services), ...change } } })),
      want,
    ).find(({ target }) => target === 'n2/kafka')?.status;

  it('warns near the limit and where it is not known', () => {
    expect(open({ openFiles: 700, openFilesLimit: 1000 })).toBe('ok');
    expect(open({ openFiles: 800, openFilesLimit: 1000 })).toBe('warn');
    expect(open({ openFiles: 960, openFilesLimit: 1000 })).toBe('crit');
    expect(open({ openFiles: null })).toBe('unknown');
    expect(open({ state: 'stopped', openFiles: null, openFilesLimit: null })).toBe('ok');
  });
});
