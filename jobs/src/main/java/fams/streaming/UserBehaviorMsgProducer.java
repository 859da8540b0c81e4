package fams.streaming;

import java.time.Instant;

/**
 * Sends page views to a topic: invented ones every few seconds, as a service, or real ones from a file with
 * `--from FILE|-` and `--rate N` (a second).
 */
public final class UserBehaviorMsgProducer {
  private static final long STATE_EVERY_MS = 2000;

  private UserBehaviorMsgProducer() {}

  public static void main(String[] arguments) {
    StateFile state = null;
    try {
      if (arguments.length == 0) throw new PersonNeeded("usage: UserBehaviorMsgProducer FILE.properties [--from FILE|-] [--rate N]");
      Settings settings = Settings.load(arguments[0]);
      String from = option(arguments, "--from");
      String rate = option(arguments, "--rate");
      new Brokers(settings.text("metadata.broker.list")).partitions(settings.text("topic"));
      if (from != null) System.exit(feed(settings, from, rate));
      state = new StateFile(settings.text("state.file"), settings.text("host"));
      produce(settings, state);
    } catch (Throwable failure) {
      failure.printStackTrace();
      if (state != null) state.fail(ExitCode.reason(failure));
      System.out.println(ExitCode.reason(failure));
      System.out.flush();
      Runtime.getRuntime().halt(ExitCode.of(failure));
    }
  }

  private static String option(String[] arguments, String name) {
    for (int i = 1; i + 1 < arguments.length; i++) if (arguments[i].equals(name)) return arguments[i + 1];
    return null;
  }

  private static int feed(Settings settings, String from, String rate) throws Exception {
    EventSender sender = new EventSender(settings.text("metadata.broker.list"), settings.text("topic"));
    EventFeed feed = new EventFeed(sender, rate == null ? 0 : Double.parseDouble(rate));
    try {
      feed.run(from);
    } finally {
      sender.close();
    }
    System.out.println(
        "sent " + sender.sent() + ", acknowledged " + sender.acknowledged() + ", failed " + sender.failed() + ", malformed " + feed.malformed());
    return sender.failed() > 0 ? ExitCode.AGAIN : ExitCode.DONE;
  }

  private static void produce(Settings settings, StateFile state) throws Exception {
    EventSender sender = new EventSender(settings.text("metadata.broker.list"), settings.text("topic"));
    EventGenerator generator = new EventGenerator(settings);
    Instant since = Instant.now();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      sender.close();
      state.write(figures(state.state("stopped"), settings, sender, since));
      System.out.println("sent " + sender.sent() + ", acknowledged " + sender.acknowledged() + ", failed " + sender.failed());
      System.out.flush();
      Runtime.getRuntime().halt(ExitCode.DONE);
    }, "stop"));
    Thread writer = new Thread(() -> repeat(settings, state, sender, since), "state");
    writer.setDaemon(true);
    writer.start();
    long everyMs = settings.number("every.ms");
    for (long due = System.nanoTime(); ; due += everyMs * 1_000_000) {
      for (int left = generator.amount(); left > 0; left--) sender.send(generator.line());
      long early = (due + everyMs * 1_000_000 - System.nanoTime()) / 1_000_000;
      if (early > 0) Thread.sleep(early);
      // After a stall it does not make up for what it missed.
      else due = System.nanoTime();
    }
  }

  private static void repeat(Settings settings, StateFile state, EventSender sender, Instant since) {
    while (true) {
      state.write(figures(state.state("producing"), settings, sender, since));
      try {
        Thread.sleep(STATE_EVERY_MS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private static Json figures(Json json, Settings settings, EventSender sender, Instant since) {
    double seconds = Math.max(1, System.currentTimeMillis() - since.toEpochMilli()) / 1000.0;
    json.put("topic", settings.text("topic")).put("since", since.toString());
    json.put("sent", sender.sent()).put("acknowledged", sender.acknowledged()).put("failed", sender.failed());
    json.put("perSecond", Math.round(sender.acknowledged() / seconds * 10) / 10.0);
    return sender.lastFailure() == null ? json : json.put("reason", sender.lastFailure());
  }
}
