package fams.streaming;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Of any number of calculators at most one can commit.
 * <ul>
 * <li>`lock`, ephemeral, only keeps a second calculator waiting; it makes nothing correct.
 * <li>`commit` holds `EPOCH OFFSET` and is only ever changed on condition of its version: that is the fence. A new owner first writes
 *     the next epoch, so that nothing which an older owner still has in hand can be committed. To check an epoch before a write would
 *     not do: a pause between the two lets the old one through.
 * <li>`begin-anew` is created by a person who gives up the totals: the next owner goes on from no snapshot, with the next epoch, and
 *     deletes it. (To write to `commit` is beyond the shell of ZooKeeper 3.4.6, which takes no blanks.)
 * </ul>
 */
final class Fence implements Watcher {
  static final String BEGIN_ANEW = "/begin-anew";
  /** Readers of the hot list take whole numbers up to 2^53 - 1. No calculator takes over so often. */
  static final long LAST_EPOCH = (1L << 53) - 2;
  private static final int LONGEST_NAME = 200;
  private static final int SESSION_MS = 6000;
  private static final int CONNECT_S = 30;
  private static final long LOSS_MS = 20_000;
  private static final long PAUSE_MS = 200;
  private final String root;
  private final ZooKeeper zookeeper;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Consumer<String> onLost;
  private int version;
  private long epoch;

  /** @param onLost is told why this calculator is not the owner any more; it must end the process */
  Fence(String connect, String root, Consumer<String> onLost) throws Exception {
    this.root = root;
    this.onLost = onLost;
    // There is no Kerberos here; looking for it costs time and warns.
    System.setProperty("zookeeper.sasl.client", "false");
    zookeeper = new ZooKeeper(connect, SESSION_MS, this);
    if (connected.await(CONNECT_S, TimeUnit.SECONDS)) return;
    zookeeper.close();
    throw new IllegalStateException("no ZooKeeper of " + connect + " let it in within " + CONNECT_S + " s");
  }

  @Override
  public void process(WatchedEvent event) {
    if (event.getState() == Event.KeeperState.SyncConnected) connected.countDown();
    if (event.getState() == Event.KeeperState.Expired) onLost.accept("its ZooKeeper session expired: frozen or cut off for too long");
  }

  /**
   * Waits for the lock, then shuts out every earlier owner.
   * @param waiting is told who holds the lock
   * @return the offset of the committed snapshot, or -1 where there is none yet
   */
  long acquire(String me, Consumer<String> waiting) throws Exception {
    StringBuilder path = new StringBuilder();
    for (String part : root.substring(1).split("/")) create(path.append('/').append(part).toString(), "", CreateMode.PERSISTENT);
    create(root + "/commit", "0 -1", CreateMode.PERSISTENT);
    while (!create(root + "/lock", me, CreateMode.EPHEMERAL)) {
      CountDownLatch changed = new CountDownLatch(1);
      Stat holder = overLosses(() -> zookeeper.exists(root + "/lock", event -> changed.countDown()));
      if (holder == null) continue;
      // The answer to the creation got lost.
      if (holder.getEphemeralOwner() == zookeeper.getSessionId()) break;
      waiting.accept(holderName());
      changed.await();
    }
    return takeOver();
  }

  long epoch() {
    return epoch;
  }

  /** After this returned, the snapshot counts. If it throws, it may count or not, and the process must end. */
  void commit(long offset) throws Exception {
    byte[] wanted = bytes(epoch + " " + offset);
    boolean lossBefore = false;
    for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOSS_MS); ; Thread.sleep(PAUSE_MS)) {
      try {
        version = zookeeper.setData(root + "/commit", wanted, version).getVersion();
        return;
      } catch (KeeperException.ConnectionLossException loss) {
        lossBefore = true;
        if (System.nanoTime() > end) throw loss;
      } catch (KeeperException.BadVersionException changed) {
        Commit now = read();
        // It is what was wanted, so the try whose answer got lost was ours: nobody else has this epoch.
        if (!lossBefore || now.epoch != epoch || now.offset != offset) throw lost(now);
        version = now.version;
        return;
      }
    }
  }

  /** For a batch that has nothing to commit. @throws IllegalStateException where another took over */
  void confirm() throws Exception {
    Commit now = read();
    if (now.version != version) throw lost(now);
  }

  /** Goes on until its own change went through: then no other owner has this epoch, whatever answers got lost. */
  private long takeOver() throws Exception {
    boolean anew = overLosses(() -> zookeeper.exists(root + BEGIN_ANEW, false)) != null;
    while (true) {
      Commit found = read();
      long offset = anew ? -1 : found.offset;
      try {
        version = zookeeper.setData(root + "/commit", bytes(found.epoch + 1 + " " + offset), found.version).getVersion();
        epoch = found.epoch + 1;
        if (anew) forget(root + BEGIN_ANEW);
        return offset;
      } catch (KeeperException.ConnectionLossException | KeeperException.BadVersionException again) {
        Thread.sleep(PAUSE_MS);
      }
    }
  }

  private void forget(String path) throws Exception {
    try {
      overLosses(() -> {
        zookeeper.delete(path, -1);
        return null;
      });
    } catch (KeeperException.NoNodeException gone) {
      // As it should be.
    }
  }

  private Commit read() throws Exception {
    Stat stat = new Stat();
    byte[] text = overLosses(() -> zookeeper.getData(root + "/commit", false, stat));
    return new Commit(root + "/commit", new String(text, StandardCharsets.UTF_8), stat);
  }

  private IllegalStateException lost(Commit now) {
    String why = "another calculator took over: the commit is of epoch " + now.epoch + ", this one has epoch " + epoch;
    onLost.accept(why);
    return new IllegalStateException(why);
  }

  private String holderName() throws Exception {
    try {
      String name = new String(overLosses(() -> zookeeper.getData(root + "/lock", false, null)), StandardCharsets.UTF_8);
      return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    } catch (KeeperException.NoNodeException gone) {
      return "another host";
    }
  }

  /** False where it is there already. */
  private boolean create(String path, String text, CreateMode mode) throws Exception {
    try {
      overLosses(() -> zookeeper.create(path, bytes(text), ZooDefs.Ids.OPEN_ACL_UNSAFE, mode));
      return true;
    } catch (KeeperException.NodeExistsException there) {
      return false;
    }
  }

  private static <T> T overLosses(Callable<T> request) throws Exception {
    for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOSS_MS); ; Thread.sleep(PAUSE_MS)) {
      try {
        return request.call();
      } catch (KeeperException.ConnectionLossException loss) {
        if (System.nanoTime() > end) throw loss;
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ends the session, and with it the lock: who stands by takes over at once. */
  void close() throws Exception {
    zookeeper.close();
  }

  /** What the znode says, and in which version. */
  private static final class Commit {
    final long epoch;
    final long offset;
    final int version;

    Commit(String path, String text, Stat stat) {
      if (!text.trim().matches("[0-9]{1,18} (-1|[0-9]{1,18})"))
        throw new PersonNeeded("the znode " + path + " holds \"" + text.substring(0, Math.min(text.length(), LONGEST_NAME)) + "\", and not an epoch and an offset: somebody has written to it");
      String[] fields = text.trim().split(" ");
      epoch = Long.parseLong(fields[0]);
      if (epoch > LAST_EPOCH)
        throw new PersonNeeded("the znode " + path + " holds the epoch " + epoch + ", which no calculator reaches: somebody has written to it");
      offset = Long.parseLong(fields[1]);
      version = stat.getVersion();
    }
  }
}
