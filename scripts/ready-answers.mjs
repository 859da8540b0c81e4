// Writes dist/answers/: what oclif prints for --version and for the help of each command, so that src/ready-answer.ts can print it
// without loading oclif. Run it after manifest.mjs, from which oclif takes what it prints.
import { mkdir, rm, writeFile } from 'node:fs/promises';

// What a pipe gets. oclif reads these while it is loaded.
process.env.OCLIF_COLUMNS = '80';
process.env.FORCE_COLOR = '0';
const { Config, run } = await import('@oclif/core');

const root = new URL('..', import.meta.url).pathname;
const folder = `${root}dist/answers/`;
globalThis.oclif.enableAutoTranspile = false;
const config = await Config.load({ root });
const [, machine] = /^\S+ (.*)$/.exec(config.userAgent);

/** What oclif prints for these arguments, without the name of this machine. */
async function printed(argv) {
  const print = console.log;
  let text = '';
  console.log = (line = '') => (text += `${line}\n`);
  try {
    await run(argv, config);
  } finally {
    console.log = print;
  }
  return text.replace(machine, '<machine>');
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder);
await writeFile(`${folder}_version.txt`, await printed(['--version']));
await writeFile(`${folder}_help.txt`, await printed(['--help']));
// For oclif `help --help` asks for the help of everything.
const names = config.commandIDs.filter((id) => id !== 'help' && !id.includes(':'));
for (const name of names) await writeFile(`${folder}${name}.txt`, await printed([name, '--help']));
