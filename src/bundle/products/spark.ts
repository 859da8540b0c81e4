// Spark in two layouts: assembled, with one jar for each library and the connector to Kafka; and the archive of its project, where
// one spark-assembly jar holds Spark, its libraries and Scala 2.10.4, and the connector is no part of it.
import { jarsIn, requireScript, Unrecognised, type Product } from '../product.js';

const TOP = /^spark-(?<version>\d+(?:\.\d+)+)(?:-bin-[\w.-]+)?$/;
const ENGINE = /^spark-(?:core_[\d.]+-(?<core>\d+(?:\.\d+)+)|assembly-(?<assembly>\d+(?:\.\d+)+)(?:-[\w.-]+)?)\.jar$/;
/** The Scala that Spark 1.3.1's project built its archives with. It cannot read the version of a Java after 8. */
const SCALA_OF_PROJECT = '2.10.4';

const directoryOf: Product['directoryOf'] = ({ version }) => `spark-${version}`;

export const spark: Product = {
  name: 'spark',
  jars: 'lib',
  own: { bin: 0o755, conf: 0o644 },
  directoryOf,
  official: (wanted) => `${directoryOf(wanted)}-bin-hadoop2.4.tgz`,

  recognise(top, files) {
    const version = TOP.exec(top)?.groups?.['version'];
    if (version === undefined)
      throw new Unrecognised(`the directory at its top is ${JSON.stringify(top)}, not spark-<version> or spark-<version>-bin-<name>`);
    // A worker runs it for each executor, a person the other.
    for (const script of ['bin/compute-classpath.sh', 'bin/spark-class']) requireScript(script, top, files);
    const jars = jarsIn('lib', files);
    const engine = jars.map((jar) => ENGINE.exec(jar)).find((found) => found !== null);
    if (engine === undefined) throw new Unrecognised(`${top}/lib has neither a spark-assembly nor a spark-core jar`);
    const { core, assembly = core } = engine.groups ?? {};
    if (assembly !== version) throw new Unrecognised(`${top}/lib/${engine[0]} is not of version ${version}`);
    const scala = jars.map((jar) => /^scala-library-([\d.]+)\.jar$/.exec(jar)?.[1]).find((found) => found !== undefined);
    const connector = jars.some((jar) => jar.startsWith('spark-streaming-kafka_'));
    return { directory: top, version, scala: scala ?? SCALA_OF_PROJECT, connector };
  },

  mismatch(seen, wanted) {
    if (seen.version === wanted.version) return null;
    return { wanted: directoryOf(wanted), keys: `spark.version: ${seen.version}` };
  },
};
