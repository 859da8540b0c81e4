// Runs the simulated world from the command line: bundles test/world/main.ts, since Node itself reads no TypeScript, and starts it.
// `npm run world -- --seeds 100000` tries many seeds, `npm run world -- --seed 42` replays one with its story.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
// Below the repository, where the code finds templates/ in a folder above itself.
const file = `${root}reports/world/main.js`;

const bundle = await rolldown({
  cwd: root,
  input: 'test/world/main.ts',
  platform: 'node',
  transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
  external: (id) => /^cpu-features$|\.node$/.test(id),
  logLevel: 'silent',
});
await bundle.write({ file, format: 'esm', sourcemap: true, codeSplitting: false });
await bundle.close();

// What follows `--` is read there.
await import(file);
