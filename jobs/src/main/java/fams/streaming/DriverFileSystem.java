package fams.streaming;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The files of the driver's host as they are seen by driver and executors alike, whatever host those are on. */
public final class DriverFileSystem extends FileSystem {
  static final String SCHEME = "fams";
  static final URI ROOT = URI.create(SCHEME + ":///");
  static final String HOST_KEY = "fams.files.host";
  static final String PORT_KEY = "fams.files.port";
  static final String TOKEN_KEY = "fams.files.token";
  static final String HOME_KEY = "fams.files.home";
  private static final int CONNECT_MS = 20_000;
  /** Into pieces of this size a text file is split for its tasks. */
  private static final long BLOCK = 32L << 20;
  private InetSocketAddress driver;
  private String token;
  private Path workingDirectory;

  /** What every Configuration must say for this to be the file system of paths without a scheme. */
  static void configure(Configuration conf, String host, int port, String token, String home) {
    conf.set("fs.defaultFS", ROOT.toString());
    conf.set("fs." + SCHEME + ".impl", DriverFileSystem.class.getName());
    conf.set(HOST_KEY, host);
    conf.setInt(PORT_KEY, port);
    conf.set(TOKEN_KEY, token);
    conf.set(HOME_KEY, home);
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
    String host = conf.get(HOST_KEY);
    if (host == null) throw new IOException(name + " is not served: this program was not started by fams-ops submit");
    driver = new InetSocketAddress(host, conf.getInt(PORT_KEY, 0));
    token = conf.get(TOKEN_KEY);
    workingDirectory = qualified(new Path(conf.get(HOME_KEY)));
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    workingDirectory = qualified(directory);
  }

  @Override
  public Path getWorkingDirectory() {
    return workingDirectory;
  }

  @Override
  public Path getHomeDirectory() {
    return qualified(new Path(getConf().get(HOME_KEY)));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    getFileStatus(path);
    return new FSDataInputStream(new DriverFileInput(position -> reading(path, position)));
  }

  private InputStream reading(Path path, long position) throws IOException {
    Exchange exchange = ask(DriverFileProtocol.READ, path);
    exchange.out.writeLong(position);
    exchange.expectDone();
    return new DriverFileInput.Pieces(exchange.in, exchange.socket);
  }

  @Override
  public FSDataOutputStream create(
      Path path, FsPermission mode, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
      throws IOException {
    return writing(path, overwrite, false);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) throws IOException {
    return writing(path, false, true);
  }

  private FSDataOutputStream writing(Path path, boolean overwrite, boolean append) throws IOException {
    long length = append ? getFileStatus(path).getLen() : 0;
    Exchange exchange = ask(DriverFileProtocol.WRITE, path);
    exchange.out.writeBoolean(overwrite);
    exchange.out.writeBoolean(append);
    exchange.expectDone();
    return new FSDataOutputStream(new DriverFileOutput(exchange.in, exchange.out, exchange.socket), statistics, length);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    try (Exchange exchange = ask(DriverFileProtocol.RENAME, from)) {
      exchange.out.writeUTF(pathOf(to));
      exchange.expectDone();
      return exchange.in.readBoolean();
    }
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    try (Exchange exchange = ask(DriverFileProtocol.DELETE, path)) {
      exchange.out.writeBoolean(recursive);
      exchange.expectDone();
      return exchange.in.readBoolean();
    }
  }

  @Override
  public boolean mkdirs(Path path, FsPermission mode) throws IOException {
    try (Exchange exchange = ask(DriverFileProtocol.MAKE_DIRECTORY, path)) {
      exchange.expectDone();
      return true;
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    try (Exchange exchange = ask(DriverFileProtocol.STATUS, path)) {
      exchange.expectDone();
      exchange.in.readUTF();
      return exchange.status(absolute(path));
    }
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    boolean directory = getFileStatus(path).isDirectory();
    try (Exchange exchange = ask(DriverFileProtocol.LIST, path)) {
      exchange.expectDone();
      FileStatus[] found = new FileStatus[exchange.in.readInt()];
      for (int i = 0; i < found.length; i++) {
        String name = exchange.in.readUTF();
        // Not `new Path(parent, name)`, which would read a name with a colon as a scheme.
        found[i] = exchange.status(directory ? new Path(absolute(path), new Path(null, null, name)) : absolute(path));
      }
      return found;
    }
  }

  private Path qualified(Path path) {
    return path.makeQualified(ROOT, workingDirectory == null ? new Path(ROOT.getPath()) : workingDirectory);
  }

  private Path absolute(Path path) {
    checkPath(path);
    return qualified(path);
  }

  private String pathOf(Path path) {
    return absolute(path).toUri().getPath();
  }

  private Exchange ask(byte operation, Path path) throws IOException {
    Exchange exchange = new Exchange(driver);
    exchange.out.writeUTF(token);
    exchange.out.writeByte(operation);
    exchange.out.writeUTF(pathOf(path));
    return exchange;
  }

  /** One request and its answer. */
  private static final class Exchange implements AutoCloseable {
    final Socket socket = new Socket();
    final DataInputStream in;
    final DataOutputStream out;

    Exchange(InetSocketAddress driver) throws IOException {
      try {
        socket.connect(driver, CONNECT_MS);
        socket.setKeepAlive(true);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), DriverFileProtocol.PIECE));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), DriverFileProtocol.PIECE));
      } catch (IOException failure) {
        socket.close();
        throw new IOException("the files of the driver's host cannot be reached at " + driver + ": " + failure.getMessage(), failure);
      }
    }

    void expectDone() throws IOException {
      try {
        out.flush();
        DriverFileProtocol.expectDone(in);
      } catch (IOException failure) {
        close();
        throw failure;
      }
    }

    FileStatus status(Path path) throws IOException {
      boolean directory = in.readBoolean();
      long bytes = in.readLong();
      return new FileStatus(bytes, directory, 1, BLOCK, in.readLong(), path);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
