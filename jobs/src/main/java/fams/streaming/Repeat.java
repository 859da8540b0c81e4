package fams.streaming;

/** Does something again and again beside the work proper, on a thread that keeps no process alive. */
final class Repeat {
  private Repeat() {}

  static void every(long ms, String name, Runnable look) {
    Thread thread = new Thread(() -> {
      while (true) {
        look.run();
        try {
          Thread.sleep(ms);
        } catch (InterruptedException ended) {
          return;
        }
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
  }
}
