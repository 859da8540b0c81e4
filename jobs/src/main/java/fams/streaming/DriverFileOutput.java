package fams.streaming;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.apache.hadoop.fs.Syncable;

/** A file of the driver's host that is being written. It is whole once `close` has returned, and on the disk after each flush. */
final class DriverFileOutput extends OutputStream implements Syncable {
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Socket socket;
  private boolean closed;

  DriverFileOutput(DataInputStream in, DataOutputStream out, Socket socket) {
    this.in = in;
    this.out = out;
    this.socket = socket;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] from, int at, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int piece = Math.min(length - done, DriverFileProtocol.PIECE);
      out.writeInt(piece);
      out.write(from, at + done, piece);
      done += piece;
    }
  }

  @Override
  public synchronized void hflush() throws IOException {
    if (closed) return;
    out.writeInt(DriverFileProtocol.FLUSH);
    out.flush();
    DriverFileProtocol.expectDone(in);
  }

  @Override
  public void hsync() throws IOException {
    hflush();
  }

  @Override
  @Deprecated
  public void sync() throws IOException {
    hflush();
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) return;
    closed = true;
    try {
      out.writeInt(DriverFileProtocol.END);
      out.flush();
      DriverFileProtocol.expectDone(in);
    } finally {
      socket.close();
    }
  }
}
