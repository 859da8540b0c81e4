package fams.streaming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The hot list of one snapshot: the most popular pages first, ties by name. */
final class Ranking {
  private final Snapshot snapshot;
  private final Weights weights;
  private final List<Map.Entry<String, Tally>> top;

  Ranking(Snapshot snapshot, Weights weights, int most) {
    this.snapshot = snapshot;
    this.weights = weights;
    Comparator<Map.Entry<String, Tally>> best = (one, other) -> {
      int order = Double.compare(weights.popularity(other.getValue()), weights.popularity(one.getValue()));
      return order != 0 ? order : one.getKey().compareTo(other.getKey());
    };
    // The worst of the best is at its head. To sort all pages would take longer than to count a batch.
    PriorityQueue<Map.Entry<String, Tally>> kept = new PriorityQueue<>(most + 1, best.reversed());
    for (Map.Entry<String, Tally> page : snapshot.pages.entrySet()) {
      kept.add(page);
      if (kept.size() > most) kept.poll();
    }
    top = new ArrayList<>(kept);
    top.sort(best);
  }

  /** Whoever reads keeps the document with the highest (epoch, batchTime): a late one of an earlier owner then does no harm. */
  String json(long epoch, long batchMs) {
    Json offsets = new Json();
    for (Map.Entry<Integer, Long> one : snapshot.next.entrySet())
      offsets.raw(one.getKey().toString(), new Json().put("from", snapshot.from.get(one.getKey())).put("next", one.getValue()).toString());
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < top.size(); i++) {
      Tally tally = top.get(i).getValue();
      Json page = new Json().put("rank", i + 1).put("page", top.get(i).getKey()).put("popularity", weights.popularity(tally));
      page.put("records", tally.records).put("clicks", tally.clicks).put("stay", tally.stayMicros / 1e6).put("likes", tally.likes);
      list.append(i == 0 ? "" : ",").append(page);
    }
    return new Json()
        .put("epoch", epoch)
        .put("batchTime", Times.iso(batchMs))
        .put("day", snapshot.day)
        .raw("offsets", offsets.toString())
        .put("records", snapshot.records)
        .put("malformed", snapshot.malformed)
        .raw("top", list.append("]").toString())
        .toString();
  }

  /** As the article prints it: `(page37,102.5)`, a line each. */
  String printed(long batchMs) {
    StringBuilder lines = new StringBuilder("Time: " + Times.iso(batchMs));
    for (Map.Entry<String, Tally> one : top)
      lines.append("\n(").append(one.getKey()).append(',').append(weights.popularity(one.getValue())).append(')');
    return lines.toString();
  }
}
