package fams.streaming;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the calculator says of itself. It is written anew every few seconds even when nothing happens: silence means that it hangs. */
final class Progress {
  private static final long LOOK_MS = 250;
  private static final long LEAST_MS = 1000;
  private static final long MOST_MS = 3000;
  private final StateFile file;
  private final long intervalMs;
  private String state = "starting";
  private String reason;
  private boolean over;
  private boolean news = true;
  private long written;
  private String appId;
  private String webUrl;
  private Snapshot snapshot;
  private long snapshotOffset = -1;
  private long epoch = -1;
  private long batchTime = -1;
  private long batchMs;
  private long delayMs;
  private long batchEnd = System.nanoTime();
  private Map<Integer, Long> ends = Collections.emptyMap();

  /** @throws PersonNeeded where the same job runs on this host already */
  Progress(StateFile file, long intervalMs) {
    file.own();
    this.file = file;
    this.intervalMs = intervalMs;
    write();
    Repeat.every(LOOK_MS, "state", this::writeIfDue);
  }

  synchronized void enter(String name, String why) {
    news |= !name.equals(state) || why != null && !why.equals(reason);
    state = name;
    reason = why;
  }

  /** Why it takes so long, in the same state. */
  synchronized void say(String why) {
    enter(state, why);
  }

  /** After this nothing is written any more. */
  synchronized void last(String name, String why) {
    enter(name, why);
    write();
    over = true;
  }

  synchronized void owner(long number, Snapshot start, long offset) {
    epoch = number;
    snapshot = start;
    snapshotOffset = offset;
  }

  synchronized void application(String id, String url) {
    appId = id;
    webUrl = url;
  }

  synchronized void counted(Snapshot done, long time, long tookMs, long offset) {
    if (!state.equals("stopping")) enter("counting", null);
    snapshot = done;
    snapshotOffset = offset;
    batchTime = time;
    batchMs = tookMs;
    batchEnd = System.nanoTime();
    delayMs = Math.max(0, System.currentTimeMillis() - time);
    news = true;
  }

  synchronized void logEnds(Map<Integer, Long> latest) {
    ends = latest;
  }

  /** By a clock that nobody sets. */
  synchronized long sinceBatchMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - batchEnd);
  }

  synchronized void expectBatches() {
    batchEnd = System.nanoTime();
  }

  private synchronized void writeIfDue() {
    if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - written) >= (news ? LEAST_MS : MOST_MS)) write();
  }

  private void write() {
    if (over) return;
    Json json = file.state(state, reason).put("intervalMs", intervalMs);
    if (epoch >= 0) json.put("epoch", epoch);
    if (batchTime >= 0) json.put("batchTime", Times.iso(batchTime)).put("batchMs", batchMs).put("delayMs", delayMs);
    if (snapshot != null) {
      if (!ends.isEmpty()) json.put("lag", lag());
      json.put("records", snapshot.records).put("malformed", snapshot.malformed).put("pages", snapshot.pages.size());
      if (snapshot.batchMs > 0) json.put("snapshotAt", Times.iso(snapshot.batchMs));
    }
    if (snapshotOffset >= 0) json.put("snapshotOffset", snapshotOffset);
    file.write(json.put("appId", appId).put("webUrl", webUrl));
    written = System.nanoTime();
    news = false;
  }

  private Map<Integer, Long> lag() {
    Map<Integer, Long> lag = new TreeMap<>();
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      Long next = snapshot.next.get(end.getKey());
      lag.put(end.getKey(), Math.max(0, end.getValue() - (next == null ? 0 : next)));
    }
    return lag;
  }
}
