package fams.streaming;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the producer says of itself, every second. */
final class ProducerProgress {
  private static final long EVERY_MS = 1000;
  private static final int WINDOW = 30;
  private final ProducerSettings settings;
  private final EventSender sender;
  private final String since = Times.iso(System.currentTimeMillis());
  private final Deque<long[]> last = new ArrayDeque<>();
  private String state = "starting";
  private String reason;
  private boolean over;

  /** @throws PersonNeeded where the same job runs on this host already */
  ProducerProgress(ProducerSettings settings, EventSender sender) {
    settings.state.own();
    this.settings = settings;
    this.sender = sender;
    Repeat.every(EVERY_MS, "state", this::write);
  }

  synchronized void enter(String name, String why) {
    state = name;
    reason = why;
  }

  /** Why it takes so long, in the same state. */
  synchronized void say(String why) {
    reason = why;
  }

  /** After this nothing is written any more. */
  synchronized void last(String name, String why) {
    enter(name, why);
    write();
    over = true;
  }

  private synchronized void write() {
    if (over) return;
    Json json = settings.state.state(state, reason == null ? sender.failure() : reason);
    json.put("topic", settings.topic).put("since", since);
    json.put("sent", sender.sent()).put("acknowledged", sender.acknowledged()).put("failed", sender.failed());
    settings.state.write(json.put("perSecond", perSecond()));
  }

  /** Acknowledged ones, over the last half minute. */
  private double perSecond() {
    long[] now = {System.nanoTime(), sender.acknowledged()};
    last.addLast(now);
    if (last.size() > WINDOW) last.removeFirst();
    long[] then = last.getFirst();
    return now[0] == then[0] ? 0 : Math.round((now[1] - then[1]) * 1e10 / (now[0] - then[0])) / 10.0;
  }
}
