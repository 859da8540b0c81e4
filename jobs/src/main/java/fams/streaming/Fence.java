package fams.streaming;

import java.nio.charset.StandardCharsets;
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
 * </ul>
 */
final class Fence implements Watcher, AutoCloseable {
  static final int SESSION_MS = 6000;
  private static final int CONNECT_S = 30;
  private static final long SWAP_MS = 20_000;
  private final String root;
  private final ZooKeeper zookeeper;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Consumer<String> onLost;
  private int version;
  private String committed = "";
  private long epoch;

  /** @param onLost is told why this calculator is not the owner any more; it must end the process */
  Fence(String connect, String root, Consumer<String> onLost) throws Exception {
    this.root = root;
    this.onLost = onLost;
    // There is no Kerberos here; looking for it costs time and warns.
    System.setProperty("zookeeper.sasl.client", "false");
    zookeeper = new ZooKeeper(connect, SESSION_MS, this);
    if (!connected.await(CONNECT_S, TimeUnit.SECONDS)) throw new IllegalStateException("no member of " + connect + " let it in within " + CONNECT_S + " s");
  }

  @Override
  public void process(WatchedEvent event) {
    if (event.getState() == Event.KeeperState.SyncConnected) connected.countDown();
    if (event.getState() == Event.KeeperState.Expired) onLost.accept("its ZooKeeper session is over: it was frozen or cut off for too long");
  }

  /**
   * Waits for the lock, then shuts out every earlier owner.
   * @param waiting is told who holds the lock
   * @return the offset of the committed snapshot, or -1 where there is none yet
   */
  long acquire(String me, Consumer<String> waiting) throws Exception {
    createRoot();
    create("/commit", "0 -1", CreateMode.PERSISTENT);
    while (!create("/lock", me, CreateMode.EPHEMERAL)) {
      CountDownLatch gone = new CountDownLatch(1);
      Stat holder = zookeeper.exists(root + "/lock", event -> gone.countDown());
      // Where the answer to the creation got lost, the lock is ours.
      if (holder != null && holder.getEphemeralOwner() == zookeeper.getSessionId()) break;
      if (holder == null) continue;
      waiting.accept(holderName());
      gone.await();
    }
    Stat stat = new Stat();
    String[] commit = new String(zookeeper.getData(root + "/commit", false, stat), StandardCharsets.UTF_8).split(" ");
    version = stat.getVersion();
    epoch = Long.parseLong(commit[0]) + 1;
    swap(epoch + " " + commit[1]);
    return Long.parseLong(commit[1]);
  }

  long epoch() {
    return epoch;
  }

  void commit(long offset) throws Exception {
    swap(epoch + " " + offset);
  }

  /** Compare and set, also where the answer to the first try got lost. */
  private void swap(String wanted) throws Exception {
    for (long end = System.currentTimeMillis() + SWAP_MS; ; ) {
      try {
        version = zookeeper.setData(root + "/commit", wanted.getBytes(StandardCharsets.UTF_8), version).getVersion();
        committed = wanted;
        return;
      } catch (KeeperException.ConnectionLossException lost) {
        if (System.currentTimeMillis() > end) throw lost;
        Thread.sleep(200);
      } catch (KeeperException.BadVersionException other) {
        Stat stat = new Stat();
        String now = new String(zookeeper.getData(root + "/commit", false, stat), StandardCharsets.UTF_8);
        if (!now.equals(wanted)) {
          String why = "another calculator took over: the commit is " + now + ", and " + committed + " was expected";
          onLost.accept(why);
          throw new IllegalStateException(why);
        }
        // It is what was wanted, so an earlier try was ours: no other owner has this epoch.
        version = stat.getVersion();
        committed = wanted;
        return;
      }
    }
  }

  private String holderName() throws Exception {
    try {
      return new String(zookeeper.getData(root + "/lock", false, null), StandardCharsets.UTF_8);
    } catch (KeeperException.NoNodeException gone) {
      return "one that has just ended";
    }
  }

  private void createRoot() throws Exception {
    StringBuilder path = new StringBuilder();
    for (String part : root.substring(1).split("/")) {
      path.append('/').append(part);
      createAt(path.toString(), "", CreateMode.PERSISTENT);
    }
  }

  private boolean create(String name, String text, CreateMode mode) throws Exception {
    return createAt(root + name, text, mode);
  }

  /** False where it is there already. */
  private boolean createAt(String path, String text, CreateMode mode) throws Exception {
    try {
      zookeeper.create(path, text.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
      return true;
    } catch (KeeperException.NodeExistsException there) {
      return false;
    }
  }

  @Override
  public void close() throws Exception {
    zookeeper.close();
  }
}
