package fams.streaming;

/** Looks at what no batch can tell: that none comes, or that one has no executor. */
final class Watch {
  private static final long EVERY_MS = 1000;
  private static final long LONG_MS = 15_000;
  /** Longer than the search for a leader. */
  private static final long SILENT_MS = 90_000;
  private static final long HUNG_MS = 900_000;
  private static final long INTERVALS = 5;
  private final CalculatorSettings settings;
  private final Counting counting;
  private final Application application;
  private final Progress progress;
  private final Ending ending;

  Watch(CalculatorSettings settings, Counting counting, Application application, Progress progress, Ending ending) {
    this.settings = settings;
    this.counting = counting;
    this.application = application;
    this.progress = progress;
    this.ending = ending;
  }

  void begin() {
    progress.expectBatches();
    Repeat.every(EVERY_MS, "watch", this::look);
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
}
