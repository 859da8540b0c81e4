// The assembled Spark by hand, as its user types it: a master, a worker and an application, on loopback and on the Java in PATH.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { javaOptions } from '../../src/components/spark/java.js';
import { freePort } from '../support/ports.js';
import { compileProgram, unpackSpark } from '../support/spark-program.js';
import { waitUntil } from '../support/wait-until.js';

const HOST = '127.0.0.1';
const PROGRAM = `
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

public class SumOfSquares {
  public static void main(String[] args) {
    JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("squares"));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) numbers.add(i);
    long sum = spark.parallelize(numbers, 4).map(n -> (long) n * n).reduce(Long::sum);
    String jar = args[1];
    boolean ours = spark.parallelize(numbers, 1).map(n -> System.getProperty("java.class.path").contains(jar)).first();
    boolean small = Runtime.getRuntime().maxMemory() < 400L << 20;
    System.out.println(sum + "|" + args[0] + "|" + System.getProperty("told") + "|" + small + "|" + ours);
    spark.stop();
  }
}
`;

function javaInPath(): { readonly home: string; readonly major: number } {
  const found = (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, 'java'));
  const java = found.find((file) => spawnSync(file, ['-version']).status === 0);
  if (java === undefined) throw new Error('no java in PATH');
  const home = join(realpathSync(java), '../..');
  const [, major = ''] = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8')) ?? [];
  return { home, major: Number(major) };
}

/** The unpacked bundle in a directory of its own. */
async function unpacked(): Promise<{ readonly root: string; readonly home: string }> {
  const root = mkdtempSync(join(tmpdir(), 'fams-ops-spark-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  return { root, home: await unpackSpark(root) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

it('a master and a worker come up, and an application that is submitted to them ends with the right number', async () => {
  const { home: javaHome, major } = javaInPath();
  const { root, home } = await unpacked();
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    JAVA_HOME: javaHome,
    SPARK_HOME: '/nowhere',
    SPARK_LOCAL_IP: HOST,
    SPARK_PUBLIC_DNS: HOST,
    SPARK_LOCAL_DIRS: join(root, 'local'),
    JDK_JAVA_OPTIONS: javaOptions({ home: javaHome, major, version: String(major) }) ?? '',
  };
  const [port, web, workerPort, workerWeb] = await Promise.all(Array.from({ length: 4 }, () => freePort(HOST)));
  const url = `spark://${HOST}:${String(port)}`;
  const log = join(root, 'daemons.log');
  const daemon = (options: readonly string[], name: string, ...args: readonly unknown[]): void => {
    const words = ['-Xmx256m', ...options, `org.apache.spark.deploy.${name}`, ...args.map(String)];
    const child = spawn(join(home, 'bin/spark-class'), words, {
      env,
      cwd: root,
      stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
    });
    onTestFinished(() => end(child));
  };
  daemon(['-Dspark.master.rest.enabled=false'], 'master.Master', '--ip', HOST, '--port', port, '--webui-port', web);
  const worker = ['--ip', HOST, '--port', workerPort, '--webui-port', workerWeb, '-c', 1, '-m', '512M', '-d', join(root, 'work'), url];
  daemon([], 'worker.Worker', ...worker);
  const jar = compileProgram(root, home, { SumOfSquares: PROGRAM });
  await waitUntil('a master with a worker', 45_000, async () => {
    const page = await (await fetch(`http://${HOST}:${String(web)}/json/`)).text();
    const { status, workers } = JSON.parse(page) as { status: string; workers: readonly { state: string }[] };
    return (status === 'ALIVE' && workers.length === 1 && workers[0]?.state === 'ALIVE') || `${page}\n${readFileSync(log, 'utf8')}`;
  });

  const conf = ['spark.ui.enabled=false', `spark.driver.host=${HOST}`].flatMap((one) => ['--conf', one]);
  const memory = ['--driver-memory', '300m', '--executor-memory', '256m', '--total-executor-cores', '1'];
  const told = ['--driver-java-options', '-Dtold=so -Dmore=*'];
  const what = ['--master', url, '--class', 'SumOfSquares', ...memory, ...told, ...conf];
  const args = [jar, "what's *", `${home}/lib/spark-core_2.10-1.3.1.jar`];
  const done = spawnSync(join(home, 'bin/spark-submit'), [...what, ...args], { env, cwd: root, encoding: 'utf8', timeout: 60_000 });
  const said = (): string => readFileSync(log, 'utf8');
  // Exactly the program's own line: what Spark has to say goes to standard error.
  expect(done.stdout, `${done.stderr}\n${said()}`).toBe("333833500|what's *|so|true|true\n");
  expect(done.status).toBe(0);
});
