package fams.streaming;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import kafka.common.TopicAndPartition;
import kafka.serializer.DefaultDecoder;
import org.apache.spark.JavaSparkListener;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.KafkaUtils;

/** The calculator as an application of Spark: how it is configured, when it has executors, and that it has ended. */
final class Application {
  private static final String NAME = "Web Page Popularity Value Calculator";
  private static final long PATIENCE_S = 10;
  private static final long STOP_MS = 10_000;
  private final CalculatorSettings settings;
  private final LastWords lastWords = new LastWords();
  private final JavaStreamingContext streaming;

  /** Registers with the master. @param onEnd is told why the application ended by itself */
  Application(CalculatorSettings settings, Consumer<String> onEnd) {
    this.settings = settings;
    try {
      streaming = new JavaStreamingContext(conf(settings), Durations.milliseconds(settings.intervalMs));
    } catch (RuntimeException failure) {
      String why = lastWords.or(failure.toString());
      throw new IllegalStateException("Spark does not start with master " + settings.master + ": " + why, failure);
    }
    streaming.sparkContext().sc().addSparkListener(new JavaSparkListener() {
      @Override
      public void onApplicationEnd(SparkListenerApplicationEnd end) {
        onEnd.accept("the Spark application has ended: " + lastWords.or("its context was stopped"));
      }
    });
  }

  private static SparkConf conf(CalculatorSettings settings) {
    SparkConf conf = new SparkConf().setAppName(NAME).setMaster(settings.master).setJars(new String[] {settings.jar});
    conf.set("spark.cores.max", Long.toString(settings.cores));
    conf.set("spark.executor.memory", settings.executorMemory);
    conf.set("spark.driver.host", settings.driverHost);
    conf.set("spark.ui.port", Long.toString(settings.uiPort));
    conf.set("spark.local.dir", settings.localDir);
    // By default a task waits 3 s for an executor on the host of its partition's leader: longer than a batch.
    conf.set("spark.locality.wait", "0");
    // What has piled up is counted in portions; 1.3.1 has no other brake.
    conf.set("spark.streaming.kafka.maxRatePerPartition", Long.toString(settings.maxRate));
    // The search for a leader, a second each time, outlasts an election.
    conf.set("spark.streaming.kafka.maxRetries", "30");
    // Batches in parallel would commit out of order.
    conf.set("spark.streaming.concurrentJobs", "1");
    // It would draw bars on the console, which is a log here.
    conf.set("spark.ui.showConsoleProgress", "false");
    // The pages remember the last jobs; by default so many that a small driver fills up in a day.
    conf.set("spark.ui.retainedJobs", "100");
    conf.set("spark.ui.retainedStages", "100");
    return conf;
  }

  JavaInputDStream<byte[]> stream(Map<Integer, Long> offsets) {
    Map<String, String> kafka = new HashMap<>();
    kafka.put("metadata.broker.list", settings.brokers);
    kafka.put("refresh.leader.backoff.ms", "1000");
    // A leader whose host lost its power says nothing: by default it would be listened to for half a minute each time.
    kafka.put("socket.timeout.ms", "10000");
    kafka.put("fetch.message.max.bytes", Integer.toString(settings.fetchBytes()));
    Map<TopicAndPartition, Long> from = new HashMap<>();
    for (Map.Entry<Integer, Long> one : offsets.entrySet()) from.put(new TopicAndPartition(settings.topic, one.getKey()), one.getValue());
    Class<byte[]> bytes = byte[].class;
    Class<DefaultDecoder> asIs = DefaultDecoder.class;
    return KafkaUtils.createDirectStream(streaming, bytes, bytes, asIs, asIs, bytes, kafka, from, record -> record.message());
  }

  /** One task before the real ones: without free cores an application waits for ever, and says so only in a log. */
  void awaitExecutor(Consumer<String> waiting) throws Exception {
    byte[] line = {'p', '|', '1', '|', '1', '|', '1'};
    JavaFutureAction<Long> task =
        streaming.sparkContext().parallelize(Collections.singletonList(line), 1).mapPartitions(new PartitionCount()).countAsync();
    while (true) {
      try {
        task.get(PATIENCE_S, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException waits) {
        waiting.accept(noExecutor());
      }
    }
  }

  String noExecutor() {
    return "Spark has given it no executor: all cores of the workers are taken, or none has " + settings.executorMemory
        + " of memory to give, or no worker is registered with " + settings.master;
  }

  boolean hasExecutor() {
    // The driver is one of them.
    return streaming.sparkContext().sc().isLocal() || streaming.sparkContext().sc().getExecutorMemoryStatus().size() > 1;
  }

  String id() {
    return streaming.sparkContext().sc().applicationId();
  }

  /** Spark takes the next port where the configured one is in use. */
  String webUrl() {
    return "http://" + settings.driverHost + ":" + streaming.sparkContext().sc().ui().get().boundPort();
  }

  /** Returns when the stream was stopped, and throws what it failed of. */
  void run() {
    streaming.start();
    streaming.awaitTermination();
  }

  /** Tells the master, but does not wait long for it: nothing of what is counted hangs on it. */
  void stop() throws InterruptedException {
    Thread thread = new Thread(() -> streaming.stop(true, false), "stop-spark");
    thread.setDaemon(true);
    thread.start();
    thread.join(STOP_MS);
  }
}
