// Programs for Spark, compiled as their authors do it: by javac, against the jars of Spark 1.3.1.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { cacheDirectory } from '../../src/bundle/cache.js';
import { obtainBundle } from '../../src/bundle/obtain.js';
import { spark } from '../../src/bundle/products/spark.js';

/** The assembled bundle, unpacked below `root`. */
export async function unpackSpark(root: string): Promise<string> {
  const auto = { version: '1.3.1', bundle: 'auto', sha256: null };
  const options = { offline: false, cacheDir: cacheDirectory(process.env), progress: () => undefined };
  const { archive, directory } = await obtainBundle(spark, auto, options);
  await extract({ file: archive, cwd: root });
  return join(root, directory);
}

/** A jar of these classes, by their names, compiled for Java 8 like the jobs. */
export function compileProgram(root: string, sparkHome: string, sources: Readonly<Record<string, string>>, name = 'program.jar'): string {
  const classes = join(root, `${name}.classes`);
  mkdirSync(classes, { recursive: true });
  const files = Object.entries(sources).map(([className, text]) => {
    writeFileSync(join(root, `${className}.java`), text);
    return `${className}.java`;
  });
  const options = ['--release', '8', '-Xlint:-options', '-nowarn'];
  execFileSync('javac', [...options, '-cp', `${sparkHome}/lib/*`, '-d', classes, ...files], { cwd: root });
  execFileSync('jar', ['cf', name, '-C', classes, '.'], { cwd: root });
  return join(root, name);
}

/** Sums squares on the executors; prints what it was given and whether its own class got there. */
export const SUM_OF_SQUARES = `
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
    System.out.println(sum + "|" + String.join("|", args));
    System.err.println("told on the other stream");
    spark.stop();
    if (args.length > 0 && args[0].equals("fail")) System.exit(7);
  }
}
`;

/** The article's program in Java: the same calls in the same order, the same names. Its arguments: ZooKeeper, seconds of a batch. */
export const ARTICLE = `
package com.ibm.spark.exercise.streaming;

import com.google.common.base.Optional;
import java.util.Collections;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaPairReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.KafkaUtils;
import scala.Tuple2;

public class WebPagePopularityValueCalculator {
  private static final String CHECKPOINT = "popularity-data-checkpoint";
  private static final String GROUP = "user-behavior-topic-message-consumer-group";

  public static void main(String[] args) {
    if (args.length < 2) {
      System.err.println("Usage: WebPagePopularityValueCalculator zkserver1:2181,... consumeMsgDataTimeInterval(secs)");
      System.exit(1);
    }
    int seconds = Integer.parseInt(args[1]);
    SparkConf conf = new SparkConf().setAppName("Web Page Popularity Value Calculator");
    JavaStreamingContext ssc = new JavaStreamingContext(conf, Durations.seconds(seconds));
    ssc.checkpoint(CHECKPOINT);
    JavaPairReceiverInputDStream<String, String> kafka =
        KafkaUtils.createStream(ssc, args[0], GROUP, Collections.singletonMap("user-behavior-topic", 3));
    JavaPairDStream<String, Double> popularity = kafka.mapToPair(message -> {
      String[] data = message._2().split("\\\\|");
      return new Tuple2<>(data[0], Float.parseFloat(data[1]) * 0.8 + Float.parseFloat(data[2]) * 0.8 + Float.parseFloat(data[3]));
    });
    JavaPairRDD<String, Double> initial = ssc.sparkContext().parallelizePairs(Collections.singletonList(new Tuple2<>("page1", 0.0)));
    JavaPairDStream<String, Double> state = popularity.updateStateByKey(
        (List<Double> values, Optional<Double> before) -> {
          double sum = before.or(0.0);
          for (double value : values) sum += value;
          return Optional.of(sum);
        },
        new HashPartitioner(ssc.sparkContext().defaultParallelism()), initial);
    state.checkpoint(new Duration(8L * seconds * 1000));
    state.foreachRDD(rdd -> {
      List<Tuple2<Double, String>> top = rdd.mapToPair(Tuple2::swap).sortByKey(false).take(10);
      for (Tuple2<Double, String> one : top) System.out.println(one.swap());
      return null;
    });
    ssc.start();
    ssc.awaitTermination();
  }
}
`;
