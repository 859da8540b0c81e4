package fams.streaming;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The files of the driver's host, for the executors on other hosts: the directory of a checkpoint must be one that they all see.
 * Whoever has the token may do there what the driver's user may.
 */
final class DriverFiles {
  private static final int BACKLOG = 128;
  private static final int MOST_STRANGERS = 64;
  /** How long a connection may take to show the token. */
  private static final int TOKEN_MS = 10_000;
  /** How long it may take from there to say what it wants. */
  private static final int REQUEST_MS = 20_000;
  /** Each has a thread and a file. */
  private static final int MOST_REQUESTS = 1024;
  private static final int LOOK_MS = 1000;
  private static final long LEAST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 1000;
  private final ServerSocket server;
  private final byte[] token;
  private final Strangers strangers;
  private final int tokenMs;
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "driver-files");
    thread.setDaemon(true);
    return thread;
  });

  /** Serves from now until the process ends, on any free port. */
  DriverFiles(InetAddress address, String token) throws IOException {
    this(new ServerSocket(0, BACKLOG, address), token, MOST_STRANGERS, TOKEN_MS);
  }

  DriverFiles(ServerSocket server, String token, int mostStrangers, int tokenMs) throws IOException {
    this.server = server;
    this.token = token.getBytes(StandardCharsets.US_ASCII);
    this.strangers = new Strangers(mostStrangers, tokenMs);
    this.tokenMs = tokenMs;
    server.setSoTimeout(Math.min(LOOK_MS, tokenMs));
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    long pauseMs = LEAST_PAUSE_MS;
    while (true) {
      strangers.closeLate();
      try {
        Socket socket = server.accept();
        strangers.add(socket);
        threads.execute(() -> serve(socket));
        pauseMs = LEAST_PAUSE_MS;
      } catch (SocketTimeoutException nobodyCame) {
        pauseMs = LEAST_PAUSE_MS;
      } catch (IOException | OutOfMemoryError again) {
        // Out of file descriptors or threads: whoever asked sees his connection refused or reset, and says so. It does not help to ask at once.
        pause(pauseMs);
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      }
    }
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException never) {
      // Nobody interrupts this thread.
    }
  }

  private void serve(Socket socket) {
    try (Socket open = socket;
        DataInputStream in = new DataInputStream(new BufferedInputStream(open.getInputStream(), DriverFileProtocol.PIECE));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(open.getOutputStream(), DriverFileProtocol.PIECE))) {
      open.setKeepAlive(true);
      open.setTcpNoDelay(true);
      open.setSoTimeout(tokenMs);
      byte[] given = in.readUTF().getBytes(StandardCharsets.US_ASCII);
      if (!MessageDigest.isEqual(given, token)) return;
      strangers.remove(open);
      open.setSoTimeout(REQUEST_MS);
      byte operation = in.readByte();
      Path path = Paths.get(in.readUTF());
      // A task may take as long as it likes between two records that it writes.
      open.setSoTimeout(operation == DriverFileProtocol.WRITE ? 0 : REQUEST_MS);
      try {
        answerInTurn(operation, path, in, out);
      } catch (IOException failure) {
        DriverFileProtocol.failed(out, failure);
      }
      out.flush();
    } catch (IOException gone) {
      // The other side went away, and with it whoever could be told.
    } finally {
      strangers.remove(socket);
    }
  }

  private void answerInTurn(byte operation, Path path, DataInputStream in, DataOutputStream out) throws IOException {
    try {
      if (requests.incrementAndGet() > MOST_REQUESTS)
        throw new IOException("more than " + MOST_REQUESTS + " files of the driver's host are open at once");
      answer(operation, path, in, out);
    } finally {
      requests.decrementAndGet();
    }
  }

  private static void answer(byte operation, Path path, DataInputStream in, DataOutputStream out) throws IOException {
    switch (operation) {
      case DriverFileProtocol.STATUS:
        Status status = new Status(path);
        DriverFileProtocol.done(out);
        status.write(out);
        break;
      case DriverFileProtocol.LIST:
        List<Status> found = list(path);
        DriverFileProtocol.done(out);
        out.writeInt(found.size());
        for (Status one : found) one.write(out);
        break;
      case DriverFileProtocol.MAKE_DIRECTORY:
        Files.createDirectories(path);
        DriverFileProtocol.done(out);
        break;
      case DriverFileProtocol.DELETE:
        boolean deleted = delete(path, in.readBoolean());
        DriverFileProtocol.done(out);
        out.writeBoolean(deleted);
        break;
      case DriverFileProtocol.RENAME:
        boolean renamed = rename(path, Paths.get(in.readUTF()));
        DriverFileProtocol.done(out);
        out.writeBoolean(renamed);
        break;
      case DriverFileProtocol.READ:
        read(path, in.readLong(), out);
        break;
      case DriverFileProtocol.WRITE:
        write(path, in.readBoolean(), in.readBoolean(), in, out);
        break;
      default:
        throw new IOException("there is no operation " + operation);
    }
  }

  /** What a file system tells of a file. */
  private static final class Status {
    private final String name;
    private final boolean directory;
    private final long bytes;
    private final long changedMs;

    Status(Path path) throws IOException {
      name = String.valueOf(path.getFileName());
      directory = Files.isDirectory(path);
      bytes = directory ? 0 : Files.size(path);
      changedMs = Files.getLastModifiedTime(path).toMillis();
    }

    void write(DataOutputStream out) throws IOException {
      out.writeUTF(name);
      out.writeBoolean(directory);
      out.writeLong(bytes);
      out.writeLong(changedMs);
    }
  }

  private static List<Status> list(Path path) throws IOException {
    List<Status> found = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      found.add(new Status(path));
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path one : entries) {
        try {
          found.add(new Status(one));
        } catch (NoSuchFileException removedMeanwhile) {
          // Then it is not listed.
        }
      }
    }
    return found;
  }

  private static boolean delete(Path path, boolean recursive) throws IOException {
    if (recursive && Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        for (Object one : entries.toArray()) delete((Path) one, true);
      }
    }
    return Files.deleteIfExists(path);
  }

  /** Into a directory that is there, over a file that is there, as Hadoop does it on local disks. */
  private static boolean rename(Path from, Path to) throws IOException {
    if (Files.notExists(from)) return false;
    Path target = Files.isDirectory(to) ? to.resolve(from.getFileName()) : to;
    Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private static void read(Path path, long position, DataOutputStream out) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.position(position);
      DriverFileProtocol.done(out);
      ByteBuffer piece = ByteBuffer.allocate(DriverFileProtocol.PIECE);
      while (file.read(piece) >= 0) {
        out.writeInt(piece.position());
        out.write(piece.array(), 0, piece.position());
        piece.clear();
      }
      out.writeInt(DriverFileProtocol.END);
    }
  }

  private static void write(Path path, boolean overwrite, boolean append, DataInputStream in, DataOutputStream out) throws IOException {
    Set<OpenOption> how = new HashSet<>();
    how.add(StandardOpenOption.WRITE);
    if (append) how.add(StandardOpenOption.APPEND);
    else {
      if (path.getParent() != null) Files.createDirectories(path.getParent());
      how.add(overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW);
      if (overwrite) how.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    try (FileChannel file = FileChannel.open(path, how)) {
      DriverFileProtocol.done(out);
      out.flush();
      byte[] piece = new byte[DriverFileProtocol.PIECE];
      for (int length = in.readInt(); length != DriverFileProtocol.END; length = in.readInt()) {
        if (length == DriverFileProtocol.FLUSH) {
          file.force(false);
          DriverFileProtocol.done(out);
          out.flush();
        } else {
          in.readFully(piece, 0, length);
          for (ByteBuffer left = ByteBuffer.wrap(piece, 0, length); left.hasRemaining(); ) file.write(left);
        }
      }
    }
    DriverFileProtocol.done(out);
  }
}
