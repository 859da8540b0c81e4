package fams.streaming;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DriverFileSystemTest {
  @Rule public TemporaryFolder folder = new TemporaryFolder();
  private DriverFiles server;
  private FileSystem files;

  @Before
  public void serve() throws Exception {
    server = new DriverFiles(InetAddress.getByName("127.0.0.1"), "secret");
    files = files("secret");
  }

  private FileSystem files(String token) throws IOException {
    Configuration conf = new Configuration();
    DriverFileSystem.configure(conf, "127.0.0.1", server.port(), token, folder.getRoot().getPath());
    return FileSystem.newInstance(FileSystem.getDefaultUri(conf), conf);
  }

  private void write(String path, String text) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String text(String path) throws IOException {
    return new String(Files.readAllBytes(folder.getRoot().toPath().resolve(path)), StandardCharsets.UTF_8);
  }

  @Test
  public void relativePathsAreTheDirectoryOfTheDriver() throws Exception {
    write("a/b", "x");
    assertEquals("x", text("a/b"));
    assertEquals("fams:" + folder.getRoot() + "/a/b", files.getFileStatus(new Path("a/b")).getPath().toString());
    assertEquals(1, files.listStatus(new Path("fams:///" + folder.getRoot() + "/a")).length);
  }

  @Test
  public void bytesComeBackFromAnyPosition() throws Exception {
    byte[] bytes = new byte[300_001];
    new Random(1).nextBytes(bytes);
    try (FSDataOutputStream out = files.create(new Path("large"))) {
      out.write(bytes);
      assertEquals(bytes.length, out.getPos());
    }
    assertEquals(bytes.length, files.getFileStatus(new Path("large")).getLen());
    byte[] back = new byte[bytes.length];
    try (FSDataInputStream in = files.open(new Path("large"))) {
      in.readFully(0, back);
      assertArrayEquals(bytes, back);
      in.seek(200_000);
      assertEquals(bytes[200_000] & 0xff, in.read());
      in.seek(bytes.length);
      assertEquals(-1, in.read());
      assertEquals(-1, in.read());
      try {
        in.readFully(bytes.length - 1, new byte[2]);
        fail("there is only one byte");
      } catch (EOFException shorter) {
        // As it should be.
      }
    }
  }

  @Test
  public void aFlushIsSeenBeforeTheEndAndAnAppendGoesOn() throws Exception {
    try (FSDataOutputStream out = files.create(new Path("log"))) {
      out.write("one".getBytes(StandardCharsets.UTF_8));
      out.hflush();
      assertEquals("one", text("log"));
    }
    try (FSDataOutputStream out = files.append(new Path("log"))) {
      assertEquals(3, out.getPos());
      out.write("two".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("onetwo", text("log"));
  }

  @Test
  public void renameGoesOverAFileAndIntoADirectory() throws Exception {
    write("from", "1");
    write("to", "2");
    assertTrue(files.rename(new Path("from"), new Path("to")));
    assertEquals("1", text("to"));
    assertFalse(files.rename(new Path("from"), new Path("to")));
    files.mkdirs(new Path("dir"));
    assertTrue(files.rename(new Path("to"), new Path("dir")));
    assertEquals("1", text("dir/to"));
  }

  @Test
  public void whatIsNotThereOrThereAlreadyIsToldAsHadoopDoes() throws Exception {
    try {
      files.open(new Path("nothing"));
      fail("there is nothing");
    } catch (FileNotFoundException right) {
      // As it should be.
    }
    assertFalse(files.exists(new Path("nothing")));
    assertFalse(files.delete(new Path("nothing"), true));
    write("there", "x");
    try {
      files.create(new Path("there"), false);
      fail("it is there");
    } catch (FileAlreadyExistsException right) {
      // As it should be.
    }
    write("d/e/f", "x");
    try {
      files.delete(new Path("d"), false);
      fail("it is not empty");
    } catch (IOException right) {
      // As it should be.
    }
    assertTrue(files.delete(new Path("d"), true));
    assertFalse(files.exists(new Path("d")));
  }

  @Test
  public void aDirectoryIsListedWithTheKindOfEachAndAnyName() throws Exception {
    write("d/plain", "12");
    write("d/sub/x", "");
    Files.write(folder.getRoot().toPath().resolve("d/a b:c"), new byte[3]);
    StringBuilder seen = new StringBuilder();
    FileStatus[] found = files.listStatus(new Path("d"));
    java.util.Arrays.sort(found);
    for (FileStatus one : found) seen.append(one.getPath().getName()).append(one.isDirectory() ? "/" : " " + one.getLen()).append(';');
    assertEquals("a b:c 3;plain 2;sub/;", seen.toString());
  }

  @Test
  public void nobodyElseIsServed() throws Exception {
    write("mine", "x");
    try {
      files("guess").getFileStatus(new Path("mine"));
      fail("the token is wrong");
    } catch (IOException refused) {
      assertFalse(refused instanceof FileNotFoundException);
    }
  }

  @Test
  public void aPartOfAConnectionIsNoEndOfAFile() throws Exception {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", server.port())) {
      java.io.DataOutputStream out = new java.io.DataOutputStream(socket.getOutputStream());
      out.writeUTF("secret");
      out.writeByte(DriverFileProtocol.WRITE);
      out.writeUTF(folder.getRoot() + "/cut");
      out.writeBoolean(true);
      out.writeBoolean(false);
      out.writeInt(10);
      out.write(1);
    }
    write("whole", "x");
    assertEquals("x", text("whole"));
  }
}
