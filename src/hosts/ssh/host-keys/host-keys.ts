// Host keys: compares a server's key with the recorded one, and decides about an unknown key.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../errors/app-error.js';
import type { Questions } from '../../../model/questions.js';
import { hopLabel, recordedAs, type Hop } from '../route.js';
import {
  fingerprint,
  judgeHostKey,
  keyType,
  knownHostsLine,
  knownTypes,
  parseKnownHosts,
  type HostKeyVerdict,
  type KnownKey,
} from './known-hosts.js';

export class HostKeys {
  private readonly questions: Questions;
  private readonly acceptNew: boolean;
  /** One judgement at a time: of two hosts with the same unknown key, the second finds it on record. */
  private turn: Promise<unknown> = Promise.resolve();

  /** @param acceptNew remember keys that are not on record without asking, whatever the inventory says */
  constructor(questions: Questions, acceptNew: boolean) {
    this.questions = questions;
    this.acceptNew = acceptNew;
  }

  async typesOnRecord(hop: Hop): Promise<readonly string[]> {
    const { host, port } = recordedAs(hop);
    return knownTypes(await read(hop), host, port);
  }

  /** `known` also when it was not on record and is now. */
  judge(hop: Hop, blob: Buffer): Promise<HostKeyVerdict> {
    const verdict = this.turn.then(() => this.judgeNow(hop, blob));
    this.turn = verdict.catch(() => undefined);
    return verdict;
  }

  private async judgeNow(hop: Hop, blob: Buffer): Promise<HostKeyVerdict> {
    const { host, port } = recordedAs(hop);
    const verdict = judgeHostKey(await read(hop), host, port, blob);
    if (verdict.kind !== 'unknown') return verdict;
    if (!this.acceptNew && hop.knownHosts !== 'accept-new' && !(await this.trusts(hop, blob))) return verdict;
    const [file] = hop.knownHostsFiles;
    if (file !== undefined) await append(file, knownHostsLine(host, port, blob));
    return { ...verdict, kind: 'known' };
  }

  /** The person must type `yes` in full: --yes, which answers every question beforehand, must not accept a key that nobody looked at. */
  private async trusts(hop: Hop, blob: Buffer): Promise<boolean> {
    if (!this.questions.interactive) return false;
    const question = [
      `The host key of ${hopLabel(hop)} is not on record: ${keyType(blob)} ${fingerprint(blob)}`,
      `Type yes to trust it and to add it to ${hop.knownHostsFiles[0] ?? 'no file'}`,
    ].join('\n');
    return (await this.questions.text(question))?.trim().toLowerCase() === 'yes';
  }
}

/** Anew for each judgement: the file may have grown, by us or by ssh. */
async function read({ knownHostsFiles, globalKnownHostsFiles }: Hop): Promise<readonly KnownKey[]> {
  const lists = await Promise.all(
    [...knownHostsFiles, ...globalKnownHostsFiles].map(async (file) => parseKnownHosts(await textOf(file), file)),
  );
  return lists.flat();
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return '';
    throw unusable(file, 'read', error);
  }
}

/** One write at the end of the file, so that lines of runs at the same time do not mix. */
async function append(file: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const before = await textOf(file);
    await appendFile(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`, { mode: 0o600 });
  } catch (error) {
    throw unusable(file, 'written', error);
  }
}

function unusable(file: string, how: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('HOST_KEY_UNKNOWN', `The record of known host keys cannot be ${how}: ${why}`, {
    where: { file },
    todo: ['Correct the permissions of that file and its directory, or name another one as ssh.knownHostsFile.'],
    cause,
  });
}
