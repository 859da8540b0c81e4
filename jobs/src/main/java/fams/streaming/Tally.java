package fams.streaming;

import java.io.Serializable;

/** What one page has gathered. Whole numbers only, so that sums do not depend on their order. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;
  static final Tally ONE_MALFORMED = new Tally(1, 0, 0, 0);

  final long records;
  final long clicks;
  /** Minutes times a million. */
  final long stayMicros;
  final long likes;

  Tally(long records, long clicks, long stayMicros, long likes) {
    this.records = records;
    this.clicks = clicks;
    this.stayMicros = stayMicros;
    this.likes = likes;
  }

  Tally plus(Tally other) {
    return new Tally(records + other.records, clicks + other.clicks, stayMicros + other.stayMicros, likes + other.likes);
  }
}
