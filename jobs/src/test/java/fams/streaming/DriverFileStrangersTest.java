package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** Whoever reaches the driver's file server without its token must not keep the executors out, nor a core busy. */
public class DriverFileStrangersTest {
  private static final int MOST = 20;
  private static final int TOKEN_MS = 1500;
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  @Rule public final Timeout deadline = Timeout.seconds(60);
  private final List<Socket> sockets = new ArrayList<>();

  @After
  public void close() throws Exception {
    for (Socket socket : sockets) socket.close();
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
  }

  private FileSystem files(int port) throws IOException {
    Configuration conf = new Configuration();
    DriverFileSystem.configure(conf, "127.0.0.1", port, "secret", folder.getRoot().getPath());
    return FileSystem.newInstance(FileSystem.getDefaultUri(conf), conf);
  }

  private Socket stranger(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Until the server closes it. */
  private static long millisToEnd(Socket socket) throws IOException {
    long began = System.nanoTime();
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (java.net.SocketTimeoutException open) {
      throw new AssertionError("it is still open", open);
    } catch (IOException reset) {
      // That is an end, too.
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  /** Those that attend to a connection; what has ended waits for another one for a while. */
  private static int threads() {
    int found = 0;
    for (StackTraceElement[] stack : Thread.getAllStackTraces().values())
      for (StackTraceElement frame : stack) if (frame.getClassName().equals(DriverFiles.class.getName()) && frame.getMethodName().equals("serve")) found++;
    return found;
  }

  @Test
  public void fourHundredSilentConnectionsKeepNobodyOut() throws Exception {
    int before = threads();
    DriverFiles server = new DriverFiles(listening(), "secret", MOST, TOKEN_MS);
    for (int i = 0; i < 400; i++) stranger(server.port());
    FileSystem files = files(server.port());
    try (FSDataOutputStream out = files.create(new Path("a"))) {
      out.write(1);
    }
    assertEquals(1, files.getFileStatus(new Path("a")).getLen());
    for (Socket socket : sockets) millisToEnd(socket);
    for (int i = 0; threads() > before && i < 100; i++) Thread.sleep(50);
    assertTrue(threads() + " threads", threads() <= before);
  }

  @Test
  public void whoDripsALittleNowAndThenIsSentAway() throws Exception {
    DriverFiles server = new DriverFiles(listening(), "secret", MOST, TOKEN_MS);
    Socket socket = stranger(server.port());
    Thread drip = new Thread(() -> {
      try {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(60_000);
        while (true) {
          out.writeByte('x');
          Thread.sleep(100);
        }
      } catch (IOException | InterruptedException over) {
        // As it should be.
      }
    });
    drip.setDaemon(true);
    drip.start();
    assertTrue(millisToEnd(socket) < 3 * TOKEN_MS + 2000);
  }

  @Test
  public void aTaskMayTakeItsTimeBetweenTwoRecords() throws Exception {
    DriverFiles server = new DriverFiles(listening(), "secret", MOST, TOKEN_MS);
    FileSystem files = files(server.port());
    try (FSDataOutputStream out = files.create(new Path("slow"))) {
      out.write(1);
      out.hflush();
      Thread.sleep(2 * TOKEN_MS);
      for (int i = 0; i < 2 * MOST; i++) stranger(server.port());
      out.write(2);
    }
    assertEquals(2, files.getFileStatus(new Path("slow")).getLen());
  }

  @Test
  public void whereNothingCanBeAcceptedItIsTriedAgainNowAndThen() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    int failures = 7;
    ServerSocket ill = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1")) {
      @Override
      public Socket accept() throws IOException {
        if (tries.incrementAndGet() <= failures) throw new IOException("Too many open files");
        return super.accept();
      }
    };
    long began = System.nanoTime();
    DriverFiles server = new DriverFiles(ill, "secret", MOST, TOKEN_MS);
    files(server.port()).mkdirs(new Path("d"));
    // 10 + 20 + 40 + ... ms: no core is busy with it meanwhile.
    assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) >= 1000);
    assertTrue(tries + " tries", tries.get() <= failures + 4);
  }
}
