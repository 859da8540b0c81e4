package fams.streaming;

import java.util.Locale;
import java.util.Random;

/** Invents page views as the article does. The same seed gives the same ones. */
final class EventGenerator {
  private final Random random;
  private final Settings settings;

  EventGenerator(Settings settings) {
    this.settings = settings;
    String seed = settings.text("seed", "");
    random = seed.isEmpty() ? new Random() : new Random(Long.parseLong(seed));
  }

  /** How many come at once: from the fewest to the most, both included. */
  int amount() {
    return (int) between(settings.number("messages.min"), settings.number("messages.max"));
  }

  String line() {
    long page = between(1, settings.number("pages"));
    long clicks = between(settings.number("clicks.min"), settings.number("clicks.max"));
    double least = settings.decimal("stay.min");
    double stay = least + random.nextDouble() * (settings.decimal("stay.max") - least);
    return String.format(Locale.ROOT, "page%d|%d|%.4f|%d", page, clicks, stay, random.nextInt(3) - 1);
  }

  private long between(long least, long most) {
    return least + (long) (random.nextDouble() * (most - least + 1));
  }
}
