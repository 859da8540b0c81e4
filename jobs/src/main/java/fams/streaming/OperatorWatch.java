package fams.streaming;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Whether somebody still waits for this program: he sends a sign of life every few seconds. The end of them, also the silence of a link
 * that is dead without anybody having noticed, tells it to end: an unattended driver would hold its cores for good.
 */
final class OperatorWatch {
  private final InputStream signs;
  private final long silenceMs;
  private final Consumer<String> onGone;
  private volatile long heardNs = System.nanoTime();
  private volatile boolean ended;

  /** @param onGone is told why, once */
  OperatorWatch(InputStream signs, long silenceMs, Consumer<String> onGone) {
    this.signs = signs;
    this.silenceMs = silenceMs;
    this.onGone = onGone;
  }

  void start() {
    daemon("operator-signs", this::listen);
    daemon("operator-watch", this::watch);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      while (signs.read() >= 0) heardNs = System.nanoTime();
    } catch (IOException broken) {
      // As good as its end.
    }
    ended = true;
  }

  private void watch() {
    try {
      while (!ended && System.nanoTime() - heardNs < TimeUnit.MILLISECONDS.toNanos(silenceMs)) Thread.sleep(Math.min(200, silenceMs));
    } catch (InterruptedException never) {
      // Nobody interrupts this thread.
    }
    onGone.accept(ended ? "fams-ops submit has ended" : "nothing was heard of fams-ops submit for " + silenceMs / 1000 + " s");
  }
}
