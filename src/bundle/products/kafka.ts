// Kafka with the ZooKeeper in it, in the layout of its project: libs/ with one jar for each library, bin/, config/.
import { jarsIn, requireScript, Unrecognised, type Product } from '../product.js';

const TOP = /^kafka_(?<scala>\d+\.\d+)-(?<version>\d+(?:\.\d+)+)$/;

const directoryOf: Product['directoryOf'] = ({ scala = '', version }) => `kafka_${scala}-${version}`;

export const kafka: Product = {
  name: 'kafka',
  jars: 'libs',
  own: { bin: 0o755, config: 0o644 },
  directoryOf,
  official: (wanted) => `${directoryOf(wanted)}.tgz`,

  recognise(top, files) {
    const { scala, version } = TOP.exec(top)?.groups ?? {};
    if (scala === undefined || version === undefined)
      throw new Unrecognised(`the directory at its top is ${JSON.stringify(top)}, not kafka_<scala>-<version>`);
    requireScript('bin/kafka-run-class.sh', top, files);
    const jars = jarsIn('libs', files);
    if (jars.length === 0) throw new Unrecognised(`${top}/libs with its jars is missing`);
    if (!jars.includes(`${top}.jar`)) {
      const other = jars.find((jar) => /^kafka_[\d.]+-[\d.]+\.jar$/.test(jar));
      throw new Unrecognised(`${top}/libs/${top}.jar is missing${other === undefined ? '' : `, and ${other} is there instead`}`);
    }
    return { directory: top, scala, version };
  },

  mismatch(seen, wanted) {
    const directory = directoryOf(wanted);
    if (seen.directory === directory) return null;
    return { wanted: directory, keys: `kafka.version: ${seen.version} and kafka.scala: "${seen.scala ?? ''}"` };
  },
};
