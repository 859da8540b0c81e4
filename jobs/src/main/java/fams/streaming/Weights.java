package fams.streaming;

/** What a click, a minute and a like are worth. Applied to the sums when ranking, never to single records. */
final class Weights {
  private final double clicks;
  private final double stay;
  private final double like;

  Weights(double clicks, double stay, double like) {
    this.clicks = clicks;
    this.stay = stay;
    this.like = like;
  }

  double popularity(Tally tally) {
    return clicks * tally.clicks + stay * (tally.stayMicros / 1e6) + like * tally.likes;
  }
}
