package fams.streaming;

import java.time.LocalDate;
import org.apache.log4j.Logger;

/**
 * Ranks pages by what their visitors did: a direct stream from Kafka, sums on Spark's executors, the day's totals here, committed with
 * their offsets as one snapshot before a batch counts as done. Neither Spark's checkpoints nor any file of this host are needed to go
 * on: a calculator on another host continues where this one ended.
 */
public final class WebPagePopularityValueCalculator {
  private static final Logger LOG = Logger.getLogger(WebPagePopularityValueCalculator.class);
  private static final long LAST_BATCH_MS = 60_000;
  private final CalculatorSettings settings;
  private final Progress progress;
  private final Ending ending;
  private final Brokers brokers;
  private volatile SnapshotStore store;
  private volatile Counting counting;
  private volatile Application application;
  private volatile boolean stopping;

  private WebPagePopularityValueCalculator(CalculatorSettings settings, Progress progress, Ending ending) {
    this.settings = settings;
    this.progress = progress;
    this.ending = ending;
    this.brokers = new Brokers(settings.brokers);
  }

  /** @param arguments the properties file */
  public static void main(String[] arguments) {
    Ending ending = new Ending((state, reason) -> {});
    try {
      if (arguments.length != 1) throw new PersonNeeded("usage: WebPagePopularityValueCalculator FILE.properties");
      CalculatorSettings settings = new CalculatorSettings(Settings.load(arguments[0]));
      Progress progress = new Progress(settings.state, settings.intervalMs);
      ending = new Ending(progress::last);
      WebPagePopularityValueCalculator calculator = new WebPagePopularityValueCalculator(settings, progress, ending);
      Signals.onStop(calculator::stop);
      calculator.run();
    } catch (Throwable failure) {
      ending.with(failure);
    }
  }

  private void run() throws Exception {
    try {
      count();
    } catch (Throwable failure) {
      // A stop takes away what this thread is waiting for.
      if (!stopping) throw failure;
    }
  }

  private void count() throws Exception {
    Fence fence = new Fence(settings.zookeeper, settings.root, why -> ending.with(Ending.AGAIN, why));
    store = new SnapshotStore(settings, brokers, fence);
    // The lock comes before Spark: a calculator that stands by holds no cores.
    Snapshot last = store.acquire(
        holder -> progress.enter("standby", "the calculator on " + holder + " counts"), why -> progress.enter("starting", why));
    Snapshot start = startingPoint(last);
    progress.owner(store.epoch(), start, store.committedOffset());
    LOG.info("goes on as owner " + store.epoch() + " from offsets " + start.next + " with " + start.records + " records of day " + start.day);
    new LogEnds(settings.topic, brokers, start.next.keySet(), progress, ending).begin();

    progress.enter("starting", "registers with " + settings.master);
    application = new Application(settings, why -> {
      if (!stopping) ending.with(Ending.AGAIN, why);
    });
    progress.application(application.id(), application.webUrl());
    application.awaitExecutor(why -> progress.enter("waiting-for-cores", why));
    progress.enter("starting", null);
    counting = new Counting(start, settings, store, new Publisher(settings.brokers, settings.outputTopic), progress, ending);
    application.stream(start.next).foreachRDD(counting);
    new Watch(settings, counting, application, progress, ending).begin();
    application.run();
    if (!stopping) throw new IllegalStateException("the stream was stopped");
  }

  private Snapshot startingPoint(Snapshot last) throws Exception {
    progress.enter("starting", null);
    brokers.await(settings.outputTopic, progress::say);
    String howToBeginAnew = settings.toBeginAnew();
    if (last != null) StartingPoint.judgeDay(last.day, LocalDate.now(settings.zone), howToBeginAnew);
    return Patience.with(Patience.START_MS, progress::say, () ->
        StartingPoint.of(last, store.epoch(), settings.topic, brokers.earliest(settings.topic), brokers.latest(settings.topic), howToBeginAnew));
  }

  private void stop() {
    stopping = true;
    progress.enter("stopping", null);
    try {
      boolean whole = counting == null || counting.stop(LAST_BATCH_MS);
      if (application != null && whole) application.stop();
      // After the executors are gone: who stands by wants their cores.
      if (store != null) store.close();
      ending.with(Ending.DONE, whole ? "stopped after the batch in hand" : "stopped; the batch in hand is counted at the next start");
    } catch (Throwable failure) {
      ending.with(failure);
    }
  }
}
