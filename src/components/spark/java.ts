// Pure: what Spark 1.3.1 needs of a Java that is younger than itself.
import type { JavaFacts } from '../../model/facts.js';

/** From 24 on Hadoop 2.2's login fails: `getSubject is not supported`, and no flag brings it back. */
export const LAST_JAVA = 23;

/** Packages into which Spark and the serializer look by reflection; from 16 on that must be allowed. */
const OPENED = [
  ...['java.lang', 'java.lang.invoke', 'java.lang.ref', 'java.lang.reflect', 'java.io', 'java.net', 'java.nio'],
  ...['java.nio.channels.spi', 'java.util', 'java.util.concurrent', 'java.util.concurrent.atomic', 'java.util.concurrent.locks'],
  ...['java.util.regex', 'java.util.zip', 'java.math', 'java.text', 'java.security', 'sun.nio.ch', 'sun.nio.cs'],
  ...['sun.security.action', 'sun.util.calendar', 'sun.net.dns', 'jdk.internal.ref', 'jdk.internal.misc'],
];

/**
 * Options for the launcher's variable JDK_JAVA_OPTIONS, which a worker's executors inherit. A worker gives each executor
 * -XX:MaxPermSize unless its Java is 1.8, and later ones refuse to start with that. Null for Java 8, which needs nothing.
 */
export function javaOptions({ major }: JavaFacts): string | null {
  if (major < 9) return null;
  return ['-XX:+IgnoreUnrecognizedVMOptions', ...OPENED.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`)].join(' ');
}
