package fams.streaming;

import java.time.DateTimeException;
import java.time.ZoneId;

/** The calculator's settings, all read and judged before anything is done. */
final class CalculatorSettings {
  private static final double HEAVIEST = 1e6;
  private static final int OVERHEAD = 64 * 1024;
  private static final int LEAST_FETCH = 4 << 20;

  final StateFile state;
  final String host;
  final String zookeeper;
  final String root;
  final String brokers;
  final String topic;
  final String outputTopic;
  final String snapshotTopic;
  final int snapshotMaxBytes;
  final long intervalMs;
  final int top;
  final Weights weights;
  final ZoneId zone;
  final long maxRate;
  final String master;
  final String jar;
  final long cores;
  final String executorMemory;
  final String driverHost;
  final long uiPort;
  final String localDir;
  private final String toolsHost;
  private final String toolsEnv;
  private final String toolsShell;

  CalculatorSettings(Settings settings) {
    host = settings.text("host");
    state = new StateFile(settings.text("state.file"), host);
    zookeeper = settings.text("zookeeper.connect");
    root = settings.text("root");
    brokers = settings.text("metadata.broker.list");
    topic = settings.text("topic");
    outputTopic = settings.text("output.topic");
    snapshotTopic = settings.text("snapshot.topic");
    snapshotMaxBytes = (int) settings.whole("snapshot.max.bytes", 1, Integer.MAX_VALUE / 4);
    intervalMs = settings.whole("interval.ms", 100, 3_600_000);
    top = (int) settings.whole("top", 1, 10_000);
    weights = new Weights(
        settings.decimal("weights.clicks", -HEAVIEST, HEAVIEST),
        settings.decimal("weights.stay", -HEAVIEST, HEAVIEST),
        settings.decimal("weights.like", -HEAVIEST, HEAVIEST));
    zone = zoneOf(settings.text("zone"));
    maxRate = settings.whole("max.rate.per.partition", 1, Integer.MAX_VALUE);
    master = settings.text("master");
    jar = settings.text("jar");
    cores = settings.whole("cores", 1, 100_000);
    executorMemory = settings.text("executor.memory");
    driverHost = settings.text("driver.host");
    uiPort = settings.whole("ui.port", 0, 65_535);
    localDir = settings.text("local.dir");
    toolsHost = settings.text("tools.host");
    toolsEnv = settings.text("tools.env");
    toolsShell = settings.text("tools.shell");
  }

  /** A record that is larger than what is fetched at once would never be passed: snapshots may be as large as any record. */
  int fetchBytes() {
    return Math.max(LEAST_FETCH, snapshotMaxBytes + OVERHEAD);
  }

  /** How a person gives up the totals, and with them what stands in the way. */
  String toBeginAnew() {
    String member = zookeeper.split(",")[0];
    return "To count what the topic holds now, from nothing: on " + toolsHost + " type `. " + toolsEnv + "; echo create " + root
        + Fence.BEGIN_ANEW + " yes | " + toolsShell + " " + member + "`, then \"fams-ops start calculator\".";
  }

  private static ZoneId zoneOf(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new PersonNeeded("this Java knows no time zone " + name);
    }
  }
}
