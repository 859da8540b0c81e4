// Identities: the keys that a login may offer, from the named files and from the agent.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import type { Hop } from '../route.js';
import type { OpenedKey, PrivateKeys } from './private-keys.js';
import type { WatchedAgent } from './watched-agent.js';

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

export interface Identity {
  readonly file: string;
  readonly opened: OpenedKey;
  /** Where the agent has to sign, because the file alone does not do. */
  readonly agentKey: ParsedKey | null;
}

/** The named files in order, or the default ones. */
export function identityFiles(hop: Hop, home: string): readonly string[] {
  return hop.identityFiles ?? DEFAULT_KEYS.map((name) => join(home, '.ssh', name));
}

/** @param open opens the file without asking a person */
export async function identityOf(
  file: string,
  keys: PrivateKeys,
  agent: WatchedAgent | null,
  open: (file: string) => Promise<OpenedKey>,
): Promise<Identity> {
  const opened = await open(file);
  if (opened.kind === 'open' || agent === null) return { file, opened, agentKey: null };
  const half = await keys.publicHalf(file);
  const agentKey = half === null ? undefined : (await agent.keys()).find((key) => key.getPublicSSH().equals(half));
  return { file, opened, agentKey: agentKey ?? null };
}

/** The agent's keys that were not offered yet; none with IdentitiesOnly. */
export async function otherKeys(hop: Hop, agent: WatchedAgent, offered: readonly Buffer[]): Promise<readonly ParsedKey[]> {
  if (hop.identitiesOnly) return [];
  return (await agent.keys()).filter((key) => !offered.some((blob) => blob.equals(key.getPublicSSH())));
}

/** Signed keys that ssh would offer here: those that are named, and those that lie beside a key. */
export async function certificates(hop: Hop, home: string): Promise<readonly string[]> {
  const beside = identityFiles(hop, home).map((file) => `${file.replace(/\.pub$/, '')}-cert.pub`);
  const candidates = [...new Set([...hop.certificateFiles, ...beside])];
  const present = await Promise.all(
    candidates.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return candidates.filter((_, i) => present[i] === true);
}
