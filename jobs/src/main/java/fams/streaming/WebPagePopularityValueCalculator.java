package fams.streaming;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.common.TopicAndPartition;
import kafka.serializer.StringDecoder;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.KafkaUtils;

/**
 * Ranks pages by what their visitors did: a direct stream from Kafka, sums on Spark's executors, the day's totals here, committed with
 * their offsets as one snapshot before a batch counts as done. Neither Spark's checkpoints nor any file of this host are needed to go
 * on: a calculator on another host continues where this one ended.
 */
public final class WebPagePopularityValueCalculator {
  private static final String NAME = "Web Page Popularity Value Calculator";
  private static final long CORES_PATIENCE_S = 10;
  private static final long ENDS_EVERY_MS = 5000;

  private WebPagePopularityValueCalculator() {}

  public static void main(String[] arguments) {
    StateFile state = null;
    try {
      if (arguments.length != 1) throw new PersonNeeded("usage: WebPagePopularityValueCalculator FILE.properties");
      Settings settings = Settings.load(arguments[0]);
      state = new StateFile(settings.text("state.file"), settings.text("host"));
      run(settings, state);
    } catch (Throwable failure) {
      failure.printStackTrace();
      end(ExitCode.of(failure), ExitCode.reason(failure), state);
    }
  }

  /** Ends the process as it is: hooks would wait for batches that can no longer be committed. */
  private static void end(int code, String reason, StateFile state) {
    if (state != null) state.fail(reason);
    System.out.println(code == ExitCode.PERSON ? "A person is needed: " + reason : "Ends, to be started again: " + reason);
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static void run(Settings settings, StateFile state) throws Exception {
    long intervalMs = settings.number("interval.ms");
    String topic = settings.text("topic");
    Brokers brokers = new Brokers(settings.text("metadata.broker.list"));
    Progress progress = new Progress(state, intervalMs);
    Fence fence = new Fence(settings.text("zookeeper.connect"), settings.text("root"), why -> end(ExitCode.AGAIN, why, state));
    SnapshotStore store =
        new SnapshotStore(settings.text("metadata.broker.list"), settings.text("snapshot.topic"), (int) settings.number("snapshot.max.bytes"), fence);
    // The lock comes before Spark: a calculator that stands by holds no cores.
    Snapshot last = store.acquire(settings.text("host"), holder -> progress.enter("standby", "the calculator on " + holder + " counts"));
    progress.enter("starting", null);
    brokers.partitions(settings.text("output.topic"));
    Snapshot start = StartingPoint.of(last, store.epoch(), topic, brokers.earliest(topic), brokers.latest(topic));
    progress.owner(store.epoch(), start);
    System.out.println("Goes on as owner " + store.epoch() + " from offsets " + start.next + " with " + start.records() + " records of day " + start.day);

    JavaStreamingContext streaming = new JavaStreamingContext(sparkConf(settings), Durations.milliseconds(intervalMs));
    JavaSparkContext spark = streaming.sparkContext();
    progress.application(spark.sc().applicationId(), "http://" + settings.text("driver.host") + ":" + settings.text("ui.port"));
    trial(spark, progress);
    Publisher publisher = new Publisher(settings.text("metadata.broker.list"), settings.text("output.topic"));
    Batch batch = new Batch(start, store, publisher, progress, weights(settings), zone(settings), (int) settings.number("top"));
    stream(streaming, settings, topic, start).foreachRDD(batch);
    watchEnds(brokers, topic, progress);
    stopGracefully(streaming, store, publisher, progress, state);
    streaming.start();
    // Returns when it was stopped, and throws what a batch threw.
    streaming.awaitTermination();
  }

  private static SparkConf sparkConf(Settings settings) {
    SparkConf conf = new SparkConf().setAppName(NAME).setMaster(settings.text("master"));
    conf.setJars(new String[] {settings.text("jar")});
    conf.set("spark.cores.max", settings.text("cores"));
    conf.set("spark.executor.memory", settings.text("executor.memory"));
    conf.set("spark.driver.host", settings.text("driver.host"));
    conf.set("spark.ui.port", settings.text("ui.port"));
    conf.set("spark.local.dir", settings.text("local.dir"));
    // By default a task waits 3 s for an executor on the host of its partition's leader: longer than a batch.
    conf.set("spark.locality.wait", "0");
    // What has piled up is counted in portions; 1.3.1 has no other brake.
    conf.set("spark.streaming.kafka.maxRatePerPartition", settings.text("max.rate.per.partition"));
    // The search for a leader outlasts an election.
    conf.set("spark.streaming.kafka.maxRetries", "10");
    return conf;
  }

  private static JavaInputDStream<String> stream(JavaStreamingContext streaming, Settings settings, String topic, Snapshot start) {
    Map<String, String> kafka = new HashMap<>();
    kafka.put("metadata.broker.list", settings.text("metadata.broker.list"));
    kafka.put("refresh.leader.backoff.ms", "2000");
    Map<TopicAndPartition, Long> from = new HashMap<>();
    for (Map.Entry<Integer, Long> one : start.next.entrySet()) from.put(new TopicAndPartition(topic, one.getKey()), one.getValue());
    return KafkaUtils.createDirectStream(
        streaming, String.class, String.class, StringDecoder.class, StringDecoder.class, String.class, kafka, from, record -> record.message());
  }

  /** One task before the real ones: without free cores an application waits for ever, and says so only in a log. */
  private static void trial(JavaSparkContext spark, Progress progress) throws Exception {
    JavaFutureAction<Long> task = spark.parallelize(java.util.Collections.singletonList(1), 1).countAsync();
    while (true) {
      try {
        task.get(CORES_PATIENCE_S, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException waits) {
        progress.enter("waiting-for-cores", "no worker has given an executor: every core or the memory is taken, or no worker is registered");
      }
    }
  }

  private static Weights weights(Settings settings) {
    return new Weights(settings.decimal("weights.clicks"), settings.decimal("weights.stay"), settings.decimal("weights.like"));
  }

  private static ZoneId zone(Settings settings) {
    try {
      return ZoneId.of(settings.text("zone"));
    } catch (DateTimeException unknown) {
      throw new PersonNeeded("the time zone " + settings.text("zone") + " is unknown to this Java");
    }
  }

  /** Where the logs end, so that the state can say how much is still to be counted. */
  private static void watchEnds(Brokers brokers, String topic, Progress progress) {
    Thread thread = new Thread(() -> {
      while (true) {
        try {
          progress.logEnds(brokers.latest(topic));
        } catch (Exception later) {
          // A leader may be missing for a while; the batches say so, if it matters.
        }
        try {
          Thread.sleep(ENDS_EVERY_MS);
        } catch (InterruptedException ended) {
          return;
        }
      }
    }, "log-ends");
    thread.setDaemon(true);
    thread.start();
  }

  private static void stopGracefully(
      JavaStreamingContext streaming, SnapshotStore store, Publisher publisher, Progress progress, StateFile state) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      progress.enter("stopping", null);
      try {
        streaming.stop(true, true);
        publisher.close();
        store.close();
        state.write(state.state("stopped"));
        System.out.println("Stopped after the last batch in hand.");
        System.out.flush();
        Runtime.getRuntime().halt(ExitCode.DONE);
      } catch (Exception failure) {
        end(ExitCode.AGAIN, ExitCode.reason(failure), state);
      }
    }, "stop"));
  }
}
