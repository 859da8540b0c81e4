// What each command prints under --json in place of `result`, by an example that has every key which may appear.
// A test holds them against what the program prints.
const CHECK = {
  id: 'kafka.isr',
  target: 'user-behavior-topic/2',
  status: 'warn',
  value: 2,
  message: '2 of 3 replicas in sync; behind: broker 3',
  fix: 'See whether 192.168.1.3 is up.',
  ms: 12,
};
const VERDICT = { status: 'warn', sentence: 'The cluster serves, but not everything is as it should be: 1 warning.', checks: [CHECK] };
const ACTION = {
  id: '192.168.1.1/kafka/service-restart',
  host: '192.168.1.1',
  component: 'kafka',
  kind: 'service-restart',
  summary: 'restart kafka',
  diff: '-log.retention.hours=168\n+log.retention.hours=48',
  risks: [{ name: 'downtime', detail: 'it is the only broker', lasting: true }],
  outcome: 'changed',
  ms: 3953,
};
const HOLDER = {
  user: 'ann',
  machine: 'desk7',
  bootId: '6f7c...',
  pidNamespace: 'pid:[4026531836]',
  pid: 4711,
  pidStart: '87654',
  command: 'provision',
  since: '2026-11-22T21:00:00.000Z',
};
const CHANGES = { changes: 1, actions: [ACTION] };
const CONSOLES = [{ name: 'Spark master on 192.168.1.1', url: 'http://192.168.1.1:8080' }];
const PROVISIONED = { ...CHANGES, notes: ['what is worth knowing and no action'], consoles: CONSOLES, verify: VERDICT };
const LISTED = { id: 'kafka.isr', title: 'Replicas are in sync', slow: false, deep: false, limits: { warn: 1 }, explain: 'What it means.' };

/** By command: the example, and what it does not say by itself. `told`: the notes say it all, the page needs no example. */
export const RESULTS = {
  bundle: {
    example: {
      bundles: [
        {
          name: 'kafka',
          version: '0.8.2.1',
          digest: '6f269757...',
          path: '/home/me/.cache/fams-ops/...tgz',
          source: 'maven',
          bytes: 12352532,
        },
      ],
    },
    notes: '`digest` is that of the files and their modes, not of the compressed bytes.',
  },
  check: { example: VERDICT, told: true, notes: '`status`, `sentence` and `checks` as under `verify`.' },
  'client-config': {
    example: {
      brokers: '192.168.1.1:9092,192.168.1.2:9092,192.168.1.3:9092',
      zookeeper: '192.168.1.1:2181,192.168.1.2:2181,192.168.1.3:2181',
      kafkaVersion: '0.8.2.1',
      topics: [{ name: 'user-behavior-topic', partitions: 3, replicationFactor: 3 }],
    },
    notes: '`zookeeper` ends with the chroot where there is one.',
  },
  demo: {
    example: { ...PROVISIONED, inventory: '/home/me/.local/share/fams-ops/demo/inventory.yaml', removed: false },
    told: true,
    notes: 'That of `provision` with `inventory`, the path of its inventory, and `removed`; with `--down` only these two.',
  },
  destroy: {
    example: { ...CHANGES, notes: ['/home/fams/kafka_2.10-0.8.2.1 on 192.168.1.1 stays: the cluster "shop" uses it'], dataKept: true },
    told: true,
    notes:
      '`changes` and `actions` as under `provision`; `notes`, what stays although it has the name of something of ours, and why; and `dataKept`, which is false with `--data`.',
  },
  diag: {
    example: {
      path: '/home/me/trouble.tar.gz',
      bytes: 81234,
      hosts: ['192.168.1.1'],
      missing: [{ host: '192.168.1.3', what: 'everything', reason: 'it cannot be reached' }],
    },
    notes: '',
  },
  exec: {
    example: { hosts: [{ host: '192.168.1.1', exitCode: 0, stdout: 'up 3 days\n', stderr: '', truncated: false }], mostBytes: 8388608 },
    notes:
      '`exitCode` is null where there was none: no connection, a lost link, the deadline. `truncated` is true where stdout or stderr was longer than `mostBytes`, which are kept of each.',
  },
  feed: {
    example: {
      host: '192.168.1.3',
      topic: 'user-behavior-topic',
      sent: 1000,
      acknowledged: 1000,
      failed: 0,
      unanswered: 0,
      malformed: 2,
      lines: 1002,
      interrupted: false,
      ms: 1840,
    },
    notes:
      '`lines` are those that were read: to go on after an interruption, leave out so many. `failed` were refused by the brokers; what is `unanswered` may be in the topic or not.',
  },
  init: { example: { path: 'inventory/fams.yaml' }, notes: '' },
  logs: {
    example: {
      component: 'kafka',
      lines: [{ host: '192.168.1.1', line: '2026-11-22 21:00:00,000 INFO  ...' }],
      truncated: false,
      hosts: [{ host: '192.168.1.1', lines: 1, error: 'why its log could not be read' }],
    },
    notes:
      'With `-f` each line is a document of its own, `{host, line}`, and `lines` stays empty in the one at the end. A line longer than 65,536 characters is cut, with a mark; `truncated` is true where `lines` would be longer than 64 Mi characters together.',
  },
  hot: {
    example: {
      epoch: 1,
      batchTime: '2026-11-22T21:09:02.000Z',
      day: '2026-11-22',
      offsets: { 0: { from: 0, next: 441 }, 1: { from: 0, next: 441 }, 2: { from: 0, next: 441 } },
      records: 1323,
      malformed: 0,
      top: [{ rank: 1, page: 'page35', popularity: 162.54, records: 29, clicks: 81, stay: 115.9253, likes: 5 }],
      ageMs: 740,
      stale: false,
      foreign: 0,
    },
    notes:
      'Without `--once` one document for each batch, one a line. `offsets` names the messages of the day that are counted, `stay` is in minutes; `stale` is true for a list older than three intervals; `foreign` counts the documents of the topic that no calculator can have written (a time to come, an epoch that ZooKeeper does not know, a number that is none): they are left out. With `--web` one document when the page is there, `{url}`.',
  },
  launch: {
    example: PROVISIONED,
    notes: 'As that of `provision`, with the web pages under `consoles`; with `--stop` only `changes` and `actions`.',
  },
  plan: {
    example: { ...PROVISIONED, verify: null },
    told: true,
    notes: 'That of `provision --plan`: `changes` counts the actions, `notes` also says what would be refused, and `verify` is null.',
  },
  provision: {
    example: PROVISIONED,
    notes:
      '`changes` counts the actions whose `outcome` is `changed`; the others are `ok` (it was so already), `failed`, `skipped` (by `--limit`) and `not-run`. `diff`, `outcome` and `ms` are there where there is something to say. `verify` is null with `--plan`.',
  },
  render: {
    example: {
      output: 'files',
      files: [{ host: '192.168.1.1', path: '/home/fams/zk_data/myid', sha256: '4355a46b...' }],
      assumed: ['192.168.1.1: zookeeper 1'],
    },
    notes: '`path` is the one on the host; the file lies below `output/host`. `assumed` lists ids that no host was asked about.',
  },
  restart: { example: CHANGES, told: true, notes: '`changes` and `actions` as under `provision`.' },
  start: { example: CHANGES, told: true, notes: '`changes` and `actions` as under `provision`.' },
  status: {
    example: {
      services: [
        {
          host: '192.168.1.1',
          component: 'kafka',
          id: 0,
          state: 'running',
          pid: 16235,
          startedAt: '2026-11-22T21:07:33.000Z',
          supervisor: 'detached',
          restarts: 0,
          reason: null,
        },
      ],
      job: {
        host: '192.168.1.1',
        state: 'counting',
        pid: 16301,
        at: '2026-11-22T21:09:02.120Z',
        ageMs: 310,
        epoch: 1,
        batchTime: '2026-11-22T21:09:02.000Z',
        intervalMs: 2000,
        batchMs: 84,
        delayMs: 96,
        lag: { 0: 0, 1: 0, 2: 0 },
        records: 1323,
        malformed: 0,
        pages: 100,
        snapshotAt: '2026-11-22T21:09:00.000Z',
        snapshotOffset: 47,
        appId: 'app-20261122210801-0000',
        webUrl: 'http://192.168.1.1:4040',
      },
      producer: {
        host: '192.168.1.3',
        state: 'producing',
        pid: 16120,
        at: '2026-11-22T21:09:01.500Z',
        ageMs: 930,
        sent: 1323,
        acknowledged: 1323,
        failed: 0,
        perSecond: 5.3,
      },
      spark: {
        masters: [{ host: '192.168.1.1', status: 'ALIVE', reason: '' }],
        workersAlive: 3,
        cores: 6,
        coresUsed: 2,
        applications: [{ id: 'app-20261122210801-0000', name: 'Web Page Popularity Value Calculator', state: 'RUNNING', coresAsked: 2 }],
      },
      consoles: CONSOLES,
    },
    notes:
      '`state` is running, starting, stopped, failed, absent, or unknown where the host could not be asked; `reason` says why. `starting`: it is to run and there is no process yet (`pid` is null), because its supervisor waits before the next start, or its start script waits for something. `job`, `producer` and `spark` are null where nothing of the kind was launched; the state of an application is the word of its master, which after a recovery says WAITING of one that runs.',
  },
  stop: { example: CHANGES, told: true, notes: '`changes` and `actions` as under `provision`.' },
  submit: {
    example: {
      host: '192.168.1.1',
      mainClass: 'com.example.Top',
      jarSha256: '9f86d081...',
      directory: '/home/fams/.fams-ops/fams/submitted/home/com.example.Top',
      cores: 2,
      application: 'app-20261122211203-0003',
      exitCode: 0,
      failure: null,
      stdout: '333833500\n',
      stderr: '',
      truncated: false,
      ms: 9120,
    },
    notes:
      '`stdout` and `stderr` are the end of what the driver printed, 64 KiB at most, `truncated` where there was more; with `--json` its standard output is only there. `failure` says why a program counts as failed, which makes the exit code 1: `exitCode` is that of its driver, null where a signal ended it. `application` is null for one that no master accepted.',
  },
  unlock: {
    example: { locks: [{ host: '192.168.1.1', token: '5f1c...', secondsSinceBeat: 3, holder: HOLDER }], removed: true },
    notes: 'One entry for each host that has the lock.',
  },
  verify: {
    example: { ...VERDICT, startedAt: '2026-11-22T21:11:12.118Z', ms: 2355 },
    notes:
      '`target` is a host, `host/component`, `topic/partition` or `cluster`; `status` is ok, warn, crit, unknown or skip, of the whole never skip. `--watch` prints one document a line, each with `look` (1, 2, ...) and `changes` since the look before.',
  },
};

/** Of `verify --list` and `verify --explain`. */
export const CHECK_LIST = { checks: [LISTED] };
