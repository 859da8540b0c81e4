package fams.streaming;

import java.io.Serializable;

/** What one page has gathered. Whole numbers only, so that sums do not depend on their order. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

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

  /** @throws ArithmeticException rather than answer a sum that wrapped around */
  Tally plus(Tally other) {
    return new Tally(
        Math.addExact(records, other.records),
        Math.addExact(clicks, other.clicks),
        Math.addExact(stayMicros, other.stayMicros),
        Math.addExact(likes, other.likes));
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Tally)) return false;
    Tally that = (Tally) other;
    return records == that.records && clicks == that.clicks && stayMicros == that.stayMicros && likes == that.likes;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(records * 31 + clicks) * 31 + Long.hashCode(stayMicros * 31 + likes);
  }

  @Override
  public String toString() {
    return records + " records, " + clicks + " clicks, " + stayMicros + " micro-minutes, " + likes + " likes";
  }
}
