// Builds the jar of the jobs where its sources changed. What only `launch` needs must not stop a build: where this machine has no
// Maven, no JDK or no network, it says so in one line; sources that do not compile are a failure.
import { cacheDirectory } from '../dist/bundle/cache.js';
import { obtainJobsJar } from '../dist/bundle/jobs-jar.js';

const say = (text) => process.stderr.write(`${text}\n`);
try {
  await obtainJobsJar({ offline: false, cacheDir: cacheDirectory(process.env), progress: say });
} catch (error) {
  const compiles = !error.message.includes('COMPILATION ERROR');
  say(`The jar of the jobs is not built. ${error.message}. ${error.todo?.[0] ?? ''}`);
  process.exitCode = compiles ? 0 : 1;
}
