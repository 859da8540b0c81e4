// Ready answers: the version and the help texts, which scripts/ready-answers.mjs lets oclif print when the program is built. They need
// no command, no oclif and no library, so they come within milliseconds of the start of Node. It imports nothing heavy for that reason.
import { existsSync, fstatSync, readFileSync } from 'node:fs';
import { arch, release } from 'node:os';

// No command begins with an underscore.
const VERSION = '_version';
const ROOT_HELP = '_help';

/** Stands in an answer where oclif names the machine and the version of Node. */
const MACHINE = '<machine>';

const COMMAND = /^[a-z][a-z-]*$/;

/**
 * @param root of the package
 * @returns what oclif would print on standard output, or null where only oclif can tell: other arguments, or texts that would look
 * different here
 */
export async function readyAnswer(argv: readonly string[], env: NodeJS.ProcessEnv, root: URL): Promise<string | null> {
  const name = answerName(argv);
  if (name === null || (name !== VERSION && (await looksDifferent(env))) || maybeWsl()) return null;
  const machine = `${process.platform}-${oclifArch()} node-${process.version}`;
  try {
    return readFileSync(new URL(`dist/answers/${name}.txt`, root), 'utf8').replace(MACHINE, machine);
  } catch {
    // An unknown command has no answer; oclif says so.
    return null;
  }
}

/** The forms that scripts and people type. oclif takes more, such as flags before `--help`. */
function answerName([first, second, ...rest]: readonly string[]): string | null {
  if (first === '--version') return VERSION;
  if (rest.length > 0) return null;
  if (second === undefined) return first === undefined || first === '--help' || first === 'help' ? ROOT_HELP : null;
  const command = first === 'help' ? second : second === '--help' ? first : undefined;
  return command !== undefined && COMMAND.test(command) ? command : null;
}

/** The help texts are those without colours, 80 columns wide: what oclif writes to anything but a terminal. */
const looksDifferent = async (env: NodeJS.ProcessEnv): Promise<boolean> =>
  env['OCLIF_COLUMNS'] !== undefined || env['FORCE_COLOR'] !== undefined || (await isTerminal());

/** Only a character device can be a terminal: `node:tty` takes longer to load than all the rest of a ready answer. */
async function isTerminal(): Promise<boolean> {
  return fstatSync(1).isCharacterDevice() && (await import('node:tty')).isatty(1);
}

const oclifArch = (): string => (arch() === 'ia32' ? 'x86' : arch());

/** There oclif says `wsl` in place of `linux`, except in a container. */
const maybeWsl = (): boolean =>
  release().toLowerCase().includes('microsoft') || existsSync('/proc/sys/fs/binfmt_misc/WSLInterop') || existsSync('/run/WSL');
