// The parts of an inventory that the whole file and a single host share: how to log in, where things are, which Java.
import { z } from 'zod';
import { DEFAULTS } from '../build/defaults.js';
import { DIALLED, dialled, jump } from '../build/dial-fields.js';
import * as fields from './fields.js';

const { PATTERN } = fields;

/** A text that `judge` lets stand; `pattern` tells editors the gist of it. */
export function text(judge: fields.Judge, description: string, more: { pattern?: string; default?: unknown } = {}) {
  return z
    .string()
    .check((context) => {
      const fault = judge(context.value);
      if (fault) context.issues.push({ code: 'custom', input: context.value, message: fault.message, params: { hint: fault.hint } });
    })
    .meta({ description, ...(more.pattern !== undefined && { pattern: more.pattern }), ...orElse(more.default) });
}

/** The default, for readers, where there is one. */
export const orElse = (fallback: unknown): { readonly default?: unknown } => (fallback === undefined ? {} : { default: fallback });

export const port = z.int().min(1).max(65535);
export const hostPath = (description: string, fallback?: string) =>
  text(fields.hostPath, description, { pattern: PATTERN.hostPath, default: fallback });

/** A host inherits: at a host, no default is named. */
type Named<T> = { readonly [K in keyof T]?: T[K] };

export const connection = (fallback?: string) =>
  z.enum(['ssh', 'local']).meta({
    description: 'How the machine is reached: over ssh, or local for the machine that fams-ops runs on.',
    ...orElse(fallback),
  });

const sshShape = (fallback: Named<typeof DEFAULTS.ssh>) => ({
  user: text(fields.userName, 'User that logs in and owns everything on the host.', {
    pattern: PATTERN.user,
    default: fallback.user,
  }).optional(),
  port: port.meta({ description: 'Port of the ssh server.', ...orElse(fallback.port) }).optional(),
  identityFile: text(
    fields.operatorPath,
    "Private key on the operator's machine, or its public half where an agent has the private one; null: ~/.ssh/config, the agent and the usual files.",
  )
    .nullable()
    .optional(),
  passwordEnv: text(fields.envName, 'Environment variable that holds the password.', { pattern: PATTERN.variable }).nullable().optional(),
  passphraseEnv: text(fields.envName, "Environment variable that holds the key's passphrase.", { pattern: PATTERN.variable })
    .nullable()
    .optional(),
  knownHosts: z
    .enum(['strict', 'accept-new'])
    .meta({
      description: 'strict: a host key must be on record. accept-new: the first key seen is recorded.',
      ...orElse(fallback.knownHosts),
    })
    .optional(),
  knownHostsFile: text(fields.operatorPath, "Host keys on record, on the operator's machine.", {
    default: fallback.knownHostsFile,
  }).optional(),
  jump: text(jump, 'Machines to go through: [user@]host[:port], several with commas.').nullable().optional(),
});
export const ssh = z.strictObject(sshShape(DEFAULTS.ssh)).meta({ description: 'How to log in.' });
export const hostSsh = z
  .strictObject({
    host: text(dialled, 'What we dial, where that is not the address: a name, an IPv4 or IPv6 address, or a Host of ~/.ssh/config.', {
      pattern: DIALLED,
    }).optional(),
    ...sshShape({}),
  })
  .meta({ description: 'How to log in here, where it differs from ssh.' });
export const paths = z
  .strictObject({
    home: hostPath(
      'Directory below which everything of ours lies; "~" only with connection: local. Default: /home/<ssh.user>, with connection: local the home of who runs fams-ops.',
    ).optional(),
  })
  .meta({ description: 'Where things are on the hosts.' });
export const java = z
  .strictObject({
    home: hostPath(
      'JAVA_HOME on the host; null: the newest fitting one that is found there, those of the tested majors first. Services keep the one that they run on while it fits.',
    )
      .nullable()
      .optional(),
  })
  .meta({ description: 'Which Java runs the services.' });
