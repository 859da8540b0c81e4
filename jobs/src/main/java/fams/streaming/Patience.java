package fams.streaming;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tries again for a while what fails while a broker or a leader is missing. Without it a job that starts before its brokers would end
 * so often and so soon that its supervisor gives up.
 */
final class Patience {
  /** An election takes some 10 s after a broker died; one whose host lost its power is found out only after 20 s for each question. */
  static final long START_MS = 60_000;
  private static final long PAUSE_MS = 1000;

  private Patience() {}

  /**
   * @param saw is told of each failure
   * @throws PersonNeeded at once, but for {@link PersonNeeded.IfItLasts}; every other failure when the time is over
   */
  static <T> T with(long ms, Consumer<String> saw, Callable<T> attempt) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    while (true) {
      try {
        return attempt.call();
      } catch (InterruptedException asked) {
        throw asked;
      } catch (Exception failure) {
        boolean hopeless = failure instanceof PersonNeeded && !(failure instanceof PersonNeeded.IfItLasts);
        if (hopeless || System.nanoTime() > end) throw failure;
        saw.accept(Ending.reasonOf(failure));
        Thread.sleep(PAUSE_MS);
      }
    }
  }
}
