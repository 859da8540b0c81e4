package fams.streaming;

import java.util.Locale;
import java.util.Random;

/** Invents page views as the article does. The same seed gives the same ones. */
final class EventGenerator {
  private final ProducerSettings settings;
  private final Random random;

  EventGenerator(ProducerSettings settings) {
    this.settings = settings;
    random = settings.seed == null ? new Random() : new Random(settings.seed);
  }

  /** How many come at once: from the fewest to the most, both included. */
  long amount() {
    return between(settings.fewest, settings.most);
  }

  String line() {
    long page = between(1, settings.pages);
    long clicks = between(settings.fewestClicks, settings.mostClicks);
    double stay = settings.shortestStay + random.nextDouble() * (settings.longestStay - settings.shortestStay);
    return "page" + page + '|' + clicks + '|' + String.format(Locale.ROOT, "%.4f", stay) + '|' + like();
  }

  private int like() {
    long[] shares = settings.likes;
    long at = between(0, shares[0] + shares[1] + shares[2] - 1);
    return at < shares[0] ? -1 : at < shares[0] + shares[1] ? 0 : 1;
  }

  private long between(long least, long most) {
    return least + (long) (random.nextDouble() * (most - least + 1));
  }
}
