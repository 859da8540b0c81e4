// The operator's side for tests: a home directory with keys and known hosts, hosts as the inventory would name them, and answers.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectHosts, type Connected, type ConnectOptions } from '../../src/hosts/connect-hosts.js';
import type { Host, SshAccess } from '../../src/model/cluster.js';
import type { Questions } from '../../src/model/questions.js';
import type { HostSession } from '../../src/model/session.js';
import type { TestServer } from './ssh-server.js';

export const silent: Questions = {
  interactive: false,
  confirm: () => Promise.resolve(true),
  secret: () => Promise.resolve(undefined),
  text: () => Promise.resolve(undefined),
};

/** A person at a terminal with one answer to everything, after some time; what was asked is kept. */
export function person(answer: string, ms = 0): Questions & { readonly asked: string[] } {
  const asked: string[] = [];
  const reply = (question: string): Promise<string> => {
    asked.push(question);
    return sleep(ms, answer);
  };
  return { interactive: true, asked, confirm: () => Promise.resolve(true), secret: reply, text: reply };
}

export interface Operator {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Writes a file below `~/.ssh`, mode 600, and gives its path. */
  write(name: string, text: string): string;
  /** An executable of one shell command; gives its path. */
  script(command: string): string;
  remove(): void;
}

/** A home directory with what is needed to log in to these servers, unless `empty`. */
export function operator(servers: readonly TestServer[] = [], options: { readonly empty?: boolean } = {}): Operator {
  const home = mkdtempSync(join(tmpdir(), 'fams-ops-home-'));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  const write = (name: string, text: string): string => {
    const path = join(home, '.ssh', name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  if (options.empty !== true) {
    write('known_hosts', servers.map((server) => `${server.hostKeyLine}\n`).join(''));
    const [first] = servers;
    if (first !== undefined) write('id_ed25519', first.clientKey);
  }
  const script = (command: string): string => {
    const path = write(`script-${randomUUID()}`, `#!/bin/sh\n${command}\n`);
    chmodSync(path, 0o700);
    return path;
  };
  return {
    home,
    env: { HOME: home, PATH: process.env['PATH'] },
    write,
    script,
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

export function sshHost(port: number, ssh: Partial<SshAccess> = {}, host: Partial<Host> = {}): Host {
  return {
    name: 'web1',
    address: '127.0.0.1',
    connection: 'ssh',
    ssh: {
      host: '127.0.0.1',
      port,
      user: 'fams',
      identityFile: null,
      passwordEnv: null,
      passphraseEnv: null,
      knownHosts: 'strict',
      knownHostsFile: '~/.ssh/known_hosts',
      jump: null,
      given: ['host', 'port', 'user'],
      ...ssh,
    },
    home: '/home/fams',
    java: { home: null },
    roles: [],
    ids: {},
    settings: {},
    ...host,
  };
}

export const localHost: Host = sshHost(0, {}, { connection: 'local' });

export async function connectOne(who: Operator, host: Host, options: Partial<ConnectOptions> = {}): Promise<Connected> {
  const all = await connectHosts([host], {
    questions: silent,
    acceptNewHostKeys: false,
    signal: new AbortController().signal,
    env: who.env,
    ...options,
    timing: { retryMs: 20, ...options.timing },
  });
  const found = all.get(host.name);
  if (found === undefined) throw new Error('no result for the host');
  return found;
}

export async function sessionTo(who: Operator, host: Host, options: Partial<ConnectOptions> = {}): Promise<HostSession> {
  const found = await connectOne(who, host, options);
  if (found.ok) return found.session;
  throw found.error;
}
