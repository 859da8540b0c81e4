package fams.streaming;

import java.util.Map;
import org.apache.log4j.Logger;

/** Looks at what no batch can tell: that none comes, that one has no executor, that the topic has grown, how much is to come. */
final class Watch {
  private static final Logger LOG = Logger.getLogger(Watch.class);
  private static final long EVERY_MS = 1000;
  private static final long ENDS_EVERY_MS = 5000;
  private static final long LONG_MS = 15_000;
  /** Longer than the search for a leader. */
  private static final long SILENT_MS = 90_000;
  private static final long HUNG_MS = 900_000;
  private static final long INTERVALS = 5;
  private final CalculatorSettings settings;
  private final Brokers brokers;
  private final Counting counting;
  private final Application application;
  private final Progress progress;
  private final Ending ending;
  private final Map<Integer, Long> known;

  Watch(CalculatorSettings settings, Brokers brokers, Map<Integer, Long> known, Counting counting, Application application, Progress progress, Ending ending) {
    this.settings = settings;
    this.brokers = brokers;
    this.known = known;
    this.counting = counting;
    this.application = application;
    this.progress = progress;
    this.ending = ending;
  }

  void begin() {
    progress.expectBatches();
    repeat("watch", EVERY_MS, this::look);
    repeat("log-ends", ENDS_EVERY_MS, this::lookAtLogs);
  }

  private void look() {
    long silent = progress.sinceBatchMs();
    long intervals = INTERVALS * settings.intervalMs;
    if (counting.isBusy()) {
      if (silent > LONG_MS + settings.intervalMs && !application.hasExecutor()) progress.enter("waiting-for-cores", application.noExecutor());
      else if (silent > HUNG_MS + intervals) ending.with(Ending.AGAIN, "a batch has not come to its end for " + silent / 1000 + " s");
    } else if (silent > SILENT_MS + intervals)
      // The timer of Spark follows the clock of the day.
      ending.with(Ending.AGAIN, "no batch has begun for " + silent / 1000 + " s: the clock was set back, or the brokers do not answer");
  }

  private void lookAtLogs() {
    try {
      Map<Integer, Long> ends = brokers.latest(settings.topic);
      progress.logEnds(ends);
      // A direct stream reads the partitions that it began with.
      if (!known.keySet().containsAll(ends.keySet()))
        ending.with(Ending.AGAIN, settings.topic + " has new partitions (now " + ends.size() + "): it goes on with all of them");
    } catch (Exception later) {
      // A leader may be missing for a while; where it matters, a batch says so.
      LOG.debug("the ends of the logs cannot be read", later);
    }
  }

  private static void repeat(String name, long everyMs, Runnable look) {
    Thread thread = new Thread(() -> {
      while (true) {
        look.run();
        try {
          Thread.sleep(everyMs);
        } catch (InterruptedException ended) {
          return;
        }
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
  }
}
