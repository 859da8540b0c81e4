package fams.streaming;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.apache.hadoop.fs.FSInputStream;

/** A file of the driver's host, read from anywhere in it: a jump asks for the rest of the file anew. */
final class DriverFileInput extends FSInputStream {
  /** Opens the file at a position. */
  interface Opener {
    InputStream at(long position) throws IOException;
  }

  private final Opener opener;
  private InputStream open;
  private long position;

  DriverFileInput(Opener opener) {
    this.opener = opener;
  }

  @Override
  public synchronized void seek(long to) throws IOException {
    if (to < 0) throw new EOFException("there is no position " + to);
    if (to == position) return;
    close();
    position = to;
  }

  @Override
  public synchronized long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) {
    return false;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] into, int at, int length) throws IOException {
    if (open == null) open = opener.at(position);
    int got = open.read(into, at, length);
    if (got > 0) position += got;
    return got;
  }

  @Override
  public synchronized void close() throws IOException {
    if (open != null) open.close();
    open = null;
  }

  /** Pieces up to the one that ends the file: a connection that breaks is no end of file. */
  static final class Pieces extends InputStream {
    private final DataInputStream in;
    private final Socket socket;
    private int left = -1;
    private boolean ended;

    Pieces(DataInputStream in, Socket socket) {
      this.in = in;
      this.socket = socket;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (length == 0) return 0;
      if (left <= 0 && !ended) next();
      if (ended) return -1;
      int got = in.read(into, at, Math.min(length, left));
      if (got < 0) throw new EOFException("the connection ended within the file");
      left -= got;
      return got;
    }

    private void next() throws IOException {
      left = in.readInt();
      ended = left == DriverFileProtocol.END;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
