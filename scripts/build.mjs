// Bundles src/ into dist/: one file for each command, and chunks that they share, with the libraries in them. A verb then loads what
// it needs in a few files. `tsc` checks the types; nothing here does.
import { readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Modules that scripts and tests of this repository import from dist/. */
const FOR_SCRIPTS = [
  'bundle/cache',
  'bundle/jobs-jar',
  'components/specs',
  'inventory/schema/json-schema',
  'wire/zookeeper/client',
  'hosts/tcp',
];

/**
 * oclif finds its plugins in node_modules, and looks for a compiler that never runs here. The rest are parts of libraries that are used
 * where they are installed.
 */
const OUTSIDE = /^@oclif\/plugin-|^typescript$|^cpu-features$|\.node$/;

const commands = readdirSync(`${root}src/commands`)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `commands/${basename(name, '.ts')}`);
const entries = ['main', 'ready-answer', ...commands, ...FOR_SCRIPTS];

rmSync(`${root}dist`, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
  platform: 'node',
  // Libraries written for CommonJS ask for these.
  transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
  external: (id) => OUTSIDE.test(id),
  logLevel: 'silent',
});
await bundle.write({
  dir: `${root}dist`,
  format: 'esm',
  sourcemap: true,
  // Less to read at each start. The names stay, for stack traces.
  minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await bundle.close();
