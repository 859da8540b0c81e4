package fams.streaming;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the calculator says of itself. It is written anew every few seconds even when nothing happens: silence means that it hangs. */
final class Progress {
  private static final long EVERY_MS = 3000;
  private final StateFile file;
  private final long intervalMs;
  private final long silentMs;
  private String state = "starting";
  private String reason;
  private String appId;
  private String webUrl;
  private Snapshot snapshot;
  private long snapshotOffset = -1;
  private long epoch = -1;
  private long batchTime = -1;
  private long batchMs;
  private long delayMs;
  private long lastBatchEnd = System.currentTimeMillis();
  private Map<Integer, Long> latest = new TreeMap<>();

  Progress(StateFile file, long intervalMs) {
    this.file = file;
    this.intervalMs = intervalMs;
    this.silentMs = 30_000 + 5 * intervalMs;
    Thread thread = new Thread(this::repeat, "state");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void enter(String name, String why) {
    state = name;
    reason = why;
    lastBatchEnd = System.currentTimeMillis();
    write();
  }

  synchronized void application(String id, String url) {
    appId = id;
    webUrl = url;
  }

  synchronized void owner(long number, Snapshot start) {
    epoch = number;
    snapshot = start;
  }

  synchronized void counted(Snapshot done, long time, long tookMs, long offset) {
    state = "counting";
    reason = null;
    snapshot = done;
    snapshotOffset = offset;
    batchTime = time;
    batchMs = tookMs;
    lastBatchEnd = System.currentTimeMillis();
    delayMs = lastBatchEnd - time;
    write();
  }

  synchronized void logEnds(Map<Integer, Long> ends) {
    latest = ends;
  }

  private void repeat() {
    while (true) {
      try {
        Thread.sleep(EVERY_MS);
      } catch (InterruptedException ended) {
        return;
      }
      synchronized (this) {
        if (state.equals("counting") && System.currentTimeMillis() - lastBatchEnd > silentMs) {
          state = "stalled";
          reason = "no batch has ended since " + Instant.ofEpochMilli(lastBatchEnd) + ": no executor, or a partition without a leader";
        }
        write();
      }
    }
  }

  private void write() {
    Json json = file.state(state);
    if (reason != null) json.put("reason", reason);
    json.put("intervalMs", intervalMs);
    if (epoch >= 0) json.put("epoch", epoch);
    if (batchTime >= 0) json.put("batchTime", Instant.ofEpochMilli(batchTime).toString()).put("batchMs", batchMs).put("delayMs", Math.max(0, delayMs));
    if (snapshot != null) {
      json.put("records", snapshot.records()).put("malformed", snapshot.malformed).put("pages", snapshot.pages.size());
      if (snapshot.batchMs > 0) json.put("snapshotAt", Instant.ofEpochMilli(snapshot.batchMs).toString());
      json.put("lag", lag());
    }
    if (snapshotOffset >= 0) json.put("snapshotOffset", snapshotOffset);
    if (appId != null) json.put("appId", appId);
    if (webUrl != null) json.put("webUrl", webUrl);
    file.write(json);
  }

  private Map<Integer, Long> lag() {
    Map<Integer, Long> lag = new TreeMap<>();
    for (Map.Entry<Integer, Long> end : latest.entrySet()) {
      Long next = snapshot.next.get(end.getKey());
      lag.put(end.getKey(), Math.max(0, end.getValue() - (next == null ? 0 : next)));
    }
    return lag;
  }
}
