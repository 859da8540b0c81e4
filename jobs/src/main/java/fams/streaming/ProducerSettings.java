package fams.streaming;

/** The producer's settings, all read and judged before anything is done. */
final class ProducerSettings {
  private static final long MOST_MESSAGES = 10_000_000;
  private static final long MOST_CLICKS = 1_000_000_000;
  private static final double LONGEST_STAY = 1_000_000;
  private static final long MOST_SHARES = 1_000_000;

  final StateFile state;
  final String brokers;
  final String topic;
  final long everyMs;
  final long fewest;
  final long most;
  final long pages;
  final long fewestClicks;
  final long mostClicks;
  final double shortestStay;
  final double longestStay;
  /** Shares of -1, 0 and 1. */
  final long[] likes;
  /** Null: different messages at each start. */
  final Long seed;

  ProducerSettings(Settings settings) {
    state = new StateFile(settings.text("state.file"), settings.text("host"));
    brokers = settings.text("metadata.broker.list");
    topic = settings.text("topic");
    everyMs = settings.whole("every.ms", 1, 86_400_000);
    fewest = settings.whole("messages.min", 0, MOST_MESSAGES);
    most = settings.whole("messages.max", fewest, MOST_MESSAGES);
    pages = settings.whole("pages", 1, Integer.MAX_VALUE);
    fewestClicks = settings.whole("clicks.min", 0, MOST_CLICKS);
    mostClicks = settings.whole("clicks.max", fewestClicks, MOST_CLICKS);
    shortestStay = settings.decimal("stay.min", 0, LONGEST_STAY);
    longestStay = settings.decimal("stay.max", shortestStay, LONGEST_STAY);
    likes = new long[] {
      settings.whole("like.minus", 0, MOST_SHARES), settings.whole("like.zero", 0, MOST_SHARES), settings.whole("like.plus", 0, MOST_SHARES)
    };
    if (likes[0] + likes[1] + likes[2] == 0) throw new PersonNeeded("like.minus, like.zero and like.plus are all 0: no like has a share");
    seed = settings.text("seed", "").isEmpty() ? null : settings.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
