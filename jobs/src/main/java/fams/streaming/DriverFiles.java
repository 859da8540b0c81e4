package fams.streaming;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.util.stream.Stream;

/**
 * The files of the driver's host, for the executors on other hosts: the directory of a checkpoint must be one that they all see.
 * Whoever has the token may do there what the driver's user may.
 */
final class DriverFiles {
  private final ServerSocket server;
  private final byte[] token;
  private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "driver-files");
    thread.setDaemon(true);
    return thread;
  });

  /** Serves from now until the process ends, on any free port. */
  DriverFiles(InetAddress address, String token) throws IOException {
    this.server = new ServerSocket(0, 128, address);
    this.token = token.getBytes(StandardCharsets.US_ASCII);
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException again) {
        // Out of file descriptors, for instance: whoever asked sees his connection refused or reset, and says so.
        Thread.yield();
      }
    }
  }

  private void serve(Socket socket) {
    try (Socket open = socket;
        DataInputStream in = new DataInputStream(new BufferedInputStream(open.getInputStream(), DriverFileProtocol.PIECE));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(open.getOutputStream(), DriverFileProtocol.PIECE))) {
      open.setKeepAlive(true);
      open.setTcpNoDelay(true);
      byte[] given = in.readUTF().getBytes(StandardCharsets.US_ASCII);
      if (!MessageDigest.isEqual(given, token)) return;
      byte operation = in.readByte();
      Path path = Paths.get(in.readUTF());
      try {
        answer(operation, path, in, out);
      } catch (IOException failure) {
        DriverFileProtocol.failed(out, failure);
      }
      out.flush();
    } catch (IOException gone) {
      // The other side went away, and with it whoever could be told.
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
