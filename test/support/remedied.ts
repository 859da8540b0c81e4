// What a fault with its remedy is, and how the printed commands of one are run.
import { because } from './fams.js';
import type { Fault, Scene } from './fault-table.js';
import type { Component } from './faults.js';
import { printedCommands, runPrinted } from './printed-commands.js';

export interface Remedied extends Fault {
  /** Before the printed commands: what the text asks a person to do. */
  readonly person?: (scene: Scene, fix: string) => Promise<unknown>;
  /** The text has no command of fams-ops. */
  readonly byHand?: true;
  /** Of the printed commands those that are meant for a cluster like this one; left out: all. */
  readonly meant?: RegExp;
}

export const HOSTS = [1, 2, 3];
/** The host on which most of the faults are made. */
export const HOST = 3;
export const AT = `192.168.1.${String(HOST)}`;
export const ANY = [0, 1, 3];

export async function done({ fams }: Scene, ...args: readonly string[]): Promise<void> {
  const said = await fams.run(...args);
  if (said.code !== 0) throw new Error(`fams-ops ${args.join(' ')}: ${because(said)}`);
}

export const stop = (scene: Scene, component: Component, host = HOST): Promise<void> =>
  done(scene, 'stop', component, '--limit', scene.bed.address(host));

/** The words behind the name of a tool of Kafka that a text prints, with a host in the place of HOST. */
export const toolWords = (fix: string, tool: string): readonly string[] =>
  printedCommands(fix, `bin/${tool}`)[0]?.replace('HOST', '192.168.1.1').split(' ').slice(1) ?? [];

/** What the text prints, in its order; nothing where it is all a person's part. */
export async function carryOut({ person, byHand, meant = /^/ }: Remedied, scene: Scene, fix: string): Promise<readonly string[]> {
  await person?.(scene, fix);
  if (byHand) return ['by hand'];
  const commands = printedCommands(fix, 'fams-ops').filter((command) => meant.test(command));
  if (commands.length === 0) throw new Error(`no command in: ${fix}`);
  return runPrinted(scene, commands);
}
