package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** Against a real ZooKeeper in this process. */
public class FenceTest {
  private static final String ROOT = "/fams-ops/test/calculator";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  @Rule public final Timeout deadline = Timeout.seconds(120);
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private File data;
  private NIOServerCnxnFactory server;
  private ZooKeeperServer zookeeper;
  private String address;
  private ZooKeeper person;

  @Before
  public void start() throws Exception {
    data = folder.newFolder();
    startServer(0);
    address = "127.0.0.1:" + server.getLocalPort();
    CountDownLatch connected = new CountDownLatch(1);
    person = new ZooKeeper(address, 30_000, event -> connected.countDown());
    connected.await();
  }

  @After
  public void stop() throws Exception {
    person.close();
    server.shutdown();
  }

  private void startServer(int port) throws Exception {
    server = new NIOServerCnxnFactory();
    server.configure(new InetSocketAddress("127.0.0.1", port), 100);
    zookeeper = new ZooKeeperServer(data, data, 500);
    server.startup(zookeeper);
  }

  private Fence fence() throws Exception {
    return new Fence(address, ROOT, lost::add);
  }

  private long acquire(Fence fence) throws Exception {
    return fence.acquire("h1", holder -> {});
  }

  private String commit() throws Exception {
    return new String(person.getData(ROOT + "/commit", false, null), StandardCharsets.UTF_8);
  }

  @Test
  public void eachOwnerHasANewEpochAndTheLastOffset() throws Exception {
    Fence first = fence();
    assertEquals(-1, acquire(first));
    assertEquals("1 -1", commit());
    first.commit(10);
    first.commit(11);
    first.confirm();
    assertEquals("1 11", commit());
    first.close();
    Fence second = fence();
    assertEquals(11, acquire(second));
    assertEquals("2 11", commit());
    second.close();
    assertTrue(lost.toString(), lost.isEmpty());
  }

  @Test
  public void theSecondOneWaitsAndKnowsForWhom() throws Exception {
    Fence first = fence();
    acquire(first);
    List<String> holders = new CopyOnWriteArrayList<>();
    CountDownLatch waits = new CountDownLatch(1);
    Fence second = fence();
    FutureTask<Long> offset = new FutureTask<>(() -> second.acquire("h2", holder -> {
      holders.add(holder);
      waits.countDown();
    }));
    new Thread(offset).start();
    waits.await();
    first.commit(5);
    first.close();
    assertEquals(5, (long) offset.get(30, TimeUnit.SECONDS));
    assertEquals("h1", holders.get(0));
    second.close();
  }

  @Test
  public void whoHasLostTheLockCannotCommit() throws Exception {
    Fence old = fence();
    acquire(old);
    old.commit(1);
    person.delete(ROOT + "/lock", -1);
    Fence other = fence();
    assertEquals(1, acquire(other));
    assertThrows(IllegalStateException.class, () -> old.commit(2));
    assertThrows(IllegalStateException.class, old::confirm);
    assertEquals("2 1", commit());
    other.commit(3);
    assertEquals("2 3", commit());
    assertEquals(2, lost.size());
    old.close();
    other.close();
  }

  @Test
  public void theSameWordsOfAnotherOwnerAreNotTakenForItsOwn() throws Exception {
    Fence fence = fence();
    acquire(fence);
    person.setData(ROOT + "/commit", "1 2".getBytes(StandardCharsets.UTF_8), -1);
    assertThrows(IllegalStateException.class, () -> fence.commit(2));
    fence.close();
  }

  @Test
  public void ridesOutAServerThatIsStartedAgain() throws Exception {
    Fence fence = fence();
    acquire(fence);
    fence.commit(1);
    int port = server.getLocalPort();
    server.shutdown();
    FutureTask<Void> commit = new FutureTask<>(() -> {
      fence.commit(2);
      return null;
    });
    new Thread(commit).start();
    startServer(port);
    commit.get(60, TimeUnit.SECONDS);
    fence.confirm();
    assertTrue(lost.toString(), lost.isEmpty());
    fence.close();
  }

  @Test
  public void anExpiredSessionIsTheEnd() throws Exception {
    Fence fence = fence();
    acquire(fence);
    long session = person.exists(ROOT + "/lock", false).getEphemeralOwner();
    zookeeper.closeSession(session);
    while (lost.isEmpty()) Thread.sleep(50);
    assertTrue(lost.get(0), lost.get(0).contains("expired"));
  }

  @Test
  public void aPersonMayBeginAnewAndTheEpochGoesOn() throws Exception {
    Fence first = fence();
    acquire(first);
    first.commit(8);
    first.close();
    person.create(ROOT + "/begin-anew", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    Fence second = fence();
    assertEquals(-1, acquire(second));
    assertEquals("2 -1", commit());
    assertNull(person.exists(ROOT + "/begin-anew", false));
    second.commit(3);
    second.close();
    Fence third = fence();
    assertEquals("only once", 3, acquire(third));
    third.close();
  }

  @Test
  public void nonsenseInTheZnodeAsksForAPerson() throws Exception {
    Fence first = fence();
    acquire(first);
    first.close();
    person.setData(ROOT + "/commit", "hello".getBytes(StandardCharsets.UTF_8), -1);
    Fence second = fence();
    assertThrows(PersonNeeded.class, () -> acquire(second));
    second.close();
  }

  @Test
  public void anEpochThatNobodyReachesAsksForAPerson() throws Exception {
    Fence first = fence();
    acquire(first);
    first.close();
    for (String forged : new String[] {"9007199254740991 -1", "999999999999999999 0", "1e300 0", "-1 0"}) {
      person.setData(ROOT + "/commit", forged.getBytes(StandardCharsets.UTF_8), -1);
      Fence next = fence();
      assertThrows(forged, PersonNeeded.class, () -> acquire(next));
      next.close();
      assertEquals("nothing is written over it", forged, commit());
    }
    person.setData(ROOT + "/commit", "9007199254740989 7".getBytes(StandardCharsets.UTF_8), -1);
    Fence last = fence();
    assertEquals(7, acquire(last));
    assertEquals(Fence.LAST_EPOCH, last.epoch());
    last.close();
  }
}
