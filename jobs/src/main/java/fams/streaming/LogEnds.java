package fams.streaming;

import java.util.Map;
import java.util.Set;
import org.apache.log4j.Logger;

/** Looks where the logs of the topic end: how much is to come, and whether partitions were added. */
final class LogEnds {
  private static final Logger LOG = Logger.getLogger(LogEnds.class);
  private static final long EVERY_MS = 5000;
  private final String topic;
  private final Brokers brokers;
  private final Set<Integer> known;
  private final Progress progress;
  private final Ending ending;

  LogEnds(String topic, Brokers brokers, Set<Integer> known, Progress progress, Ending ending) {
    this.topic = topic;
    this.brokers = brokers;
    this.known = known;
    this.progress = progress;
    this.ending = ending;
  }

  void begin() {
    Repeat.every(EVERY_MS, "log-ends", this::look);
  }

  private void look() {
    Map<Integer, Long> ends;
    try {
      ends = brokers.latest(topic);
    } catch (Exception later) {
      // A leader may be missing for a while; where it matters, a batch says so.
      LOG.debug("the ends of the logs cannot be read", later);
      return;
    }
    progress.logEnds(ends);
    // A direct stream reads the partitions that it began with.
    if (!known.containsAll(ends.keySet()))
      ending.with(Ending.AGAIN, topic + " has new partitions (now " + ends.size() + "): it goes on with all of them");
  }
}
