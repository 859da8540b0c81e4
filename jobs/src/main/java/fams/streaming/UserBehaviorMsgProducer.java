package fams.streaming;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends page views to a topic: invented ones every few seconds, as a service, or real ones from a file with `--from FILE|-` and
 * `--rate N` (a second).
 */
public final class UserBehaviorMsgProducer {
  private static final long DRAIN_MS = 30_000;
  /** Longer than all retries of the client. */
  private static final long DRAIN_FEED_MS = 180_000;

  private UserBehaviorMsgProducer() {}

  /** @param arguments the properties file, then options */
  public static void main(String[] arguments) {
    Ending ending = new Ending((state, reason) -> {});
    try {
      ProducerArguments given = ProducerArguments.parse(arguments);
      ProducerSettings settings = new ProducerSettings(Settings.load(given.file));
      EventSender sender = new EventSender(settings.brokers, settings.topic);
      if (given.from != null) feed(given, settings, sender, ending);
      ProducerProgress progress = new ProducerProgress(settings, sender);
      ending = new Ending(progress::last);
      produce(settings, sender, progress, ending);
    } catch (Throwable failure) {
      ending.with(failure);
    }
  }

  private static void produce(ProducerSettings settings, EventSender sender, ProducerProgress progress, Ending ending) throws Exception {
    Signals.onStop(() -> {
      progress.enter("stopping", null);
      try {
        sender.drain(DRAIN_MS);
      } catch (InterruptedException never) {
        // Nobody interrupts this thread.
      }
      ending.with(Ending.DONE, sender.counts());
    });
    new Brokers(settings.brokers).await(settings.topic, progress::say);
    progress.enter("producing", null);
    EventGenerator generator = new EventGenerator(settings);
    long everyNs = TimeUnit.MILLISECONDS.toNanos(settings.everyMs);
    for (long due = System.nanoTime(); ; ) {
      for (long left = generator.amount(); left > 0; left--) sender.send(generator.line().getBytes(StandardCharsets.UTF_8));
      due += everyNs;
      long early = due - System.nanoTime();
      // After a stall it does not make up for what it missed.
      if (early > 0) TimeUnit.NANOSECONDS.sleep(early);
      else due = System.nanoTime();
    }
  }

  /** Does not return. */
  private static void feed(ProducerArguments given, ProducerSettings settings, EventSender sender, Ending ending) throws Exception {
    EventFeed feed = new EventFeed(given.perSecond, sender::send);
    Signals.onStop(() -> {
      feed.stop();
      finish(feed, sender, ending, "stopped after line " + feed.lines() + ": ");
    });
    new Brokers(settings.brokers).await(settings.topic, System.err::println);
    feed.run(given.from);
    // The one who was asked to stop tells how it ended.
    if (feed.isStopping()) new CountDownLatch(1).await();
    finish(feed, sender, ending, "");
  }

  private static void finish(EventFeed feed, EventSender sender, Ending ending, String how) {
    try {
      sender.drain(DRAIN_FEED_MS);
    } catch (InterruptedException never) {
      // Nobody interrupts this thread.
    }
    boolean lost = sender.acknowledged() < sender.sent();
    int code = lost ? Ending.AGAIN : feed.malformed() > 0 ? Ending.PERSON : Ending.DONE;
    String why = lost && sender.failure() != null ? " (" + sender.failure() + ")" : "";
    ending.with(code, how + sender.counts() + ", malformed " + feed.malformed() + why);
  }
}
