package fams.streaming;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.log4j.Logger;

/** Where a job says how it is doing: one line of JSON, replaced as a whole. That it cannot be written never stops a job. */
final class StateFile {
  private static final Logger LOG = Logger.getLogger(StateFile.class);
  private final Path file;
  private final String host;
  private FileLock owned;
  private final long pid = Long.parseLong(ManagementFactory.getRuntimeMXBean().getName().split("@")[0]);

  StateFile(String file, String host) {
    this.file = Paths.get(file);
    this.host = host;
  }

  /**
   * Makes this process the only one that says here how it is doing, until it ends. Two would overwrite each other's words, and nobody
   * could tell which of them counts.
   * @throws PersonNeeded where another process of this host has it: the same job was started twice
   */
  void own() {
    Path mark = file.resolveSibling(file.getFileName() + ".lock");
    try {
      // Never closed: the lock goes with the process, however it ends.
      FileChannel channel = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      owned = channel.tryLock();
      if (owned != null) return;
    } catch (OverlappingFileLockException twice) {
      // Told below.
    } catch (IOException cannot) {
      LOG.warn("another process with the same state would not be noticed: " + cannot);
      return;
    }
    throw new PersonNeeded("this job runs on " + host + " already, as another process that says in " + file + " how it is doing: nothing to start");
  }

  /** A state with what every one has; to be added to, then written. */
  Json state(String name, String reason) {
    return new Json().put("state", name).put("host", host).put("pid", pid).put("at", Times.iso(System.currentTimeMillis())).put("reason", reason);
  }

  synchronized void write(Json state) {
    Path part = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(part, (state + "\n").getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException cannot) {
      LOG.warn("the state cannot be written: " + cannot);
    }
  }
}
