package fams.streaming;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/** What DriverFileSystem asks of DriverFiles. One connection is one request: token, operation, path; then the answer. */
final class DriverFileProtocol {
  static final byte STATUS = 1;
  static final byte LIST = 2;
  static final byte MAKE_DIRECTORY = 3;
  static final byte DELETE = 4;
  static final byte RENAME = 5;
  static final byte READ = 6;
  static final byte WRITE = 7;

  /** Pieces of a file follow each other, each after its length; these stand in place of a length. */
  static final int END = 0;
  static final int FLUSH = -1;
  static final int PIECE = 1 << 16;

  private static final byte DONE = 0;
  private static final byte NOT_FOUND = 1;
  private static final byte EXISTS = 2;
  private static final byte FAILED = 3;

  private DriverFileProtocol() {}

  static void done(DataOutputStream out) throws IOException {
    out.writeByte(DONE);
  }

  static void failed(DataOutputStream out, IOException failure) throws IOException {
    boolean missing = failure instanceof FileNotFoundException || failure instanceof java.nio.file.NoSuchFileException;
    boolean exists = failure instanceof FileAlreadyExistsException || failure instanceof java.nio.file.FileAlreadyExistsException;
    out.writeByte(missing ? NOT_FOUND : exists ? EXISTS : FAILED);
    String why = failure.toString();
    out.writeUTF(why.length() > 1000 ? why.substring(0, 1000) : why);
    out.flush();
  }

  /** @throws IOException as the driver's side threw it */
  static void expectDone(DataInputStream in) throws IOException {
    byte answer = in.readByte();
    if (answer == DONE) return;
    String why = in.readUTF();
    if (answer == NOT_FOUND) throw new FileNotFoundException(why);
    if (answer == EXISTS) throw new FileAlreadyExistsException(why);
    throw new IOException(why);
  }
}
