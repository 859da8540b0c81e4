package fams.streaming;

import kafka.api.FetchRequestBuilder;
import kafka.common.ErrorMapping;
import kafka.javaapi.FetchResponse;
import kafka.javaapi.consumer.SimpleConsumer;
import kafka.javaapi.message.ByteBufferMessageSet;
import kafka.message.MessageAndOffset;

/** Reads the message at exactly one offset, from whoever leads the partition. */
final class OneMessage {
  private static final int FIRST_SIZE = 1 << 20;
  private static final int LARGEST_SIZE = 1 << 26;
  /** Right after a change of leader a message that was acknowledged may not be visible for a while. */
  private static final long PATIENCE_MS = 60_000;
  private static final long PAUSE_MS = 500;

  private OneMessage() {}

  /** @throws PersonNeeded where it is not there, nor becomes visible */
  static byte[] read(Brokers brokers, String topic, int partition, long offset) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    String saw = "nothing";
    while (System.currentTimeMillis() < end) {
      try {
        byte[] found = tryRead(brokers, topic, partition, offset);
        if (found != null) return found;
        saw = "the partition does not reach to it, or no longer has it";
      } catch (PersonNeeded missing) {
        throw missing;
      } catch (Exception failed) {
        saw = failed.toString();
      }
      Thread.sleep(PAUSE_MS);
    }
    throw new PersonNeeded("the committed snapshot, " + topic + "/" + partition + " at offset " + offset + ", cannot be read: " + saw);
  }

  private static byte[] tryRead(Brokers brokers, String topic, int partition, long offset) throws Exception {
    SimpleConsumer leader = brokers.leaderOf(topic, partition);
    try {
      for (int size = FIRST_SIZE; size <= LARGEST_SIZE; size *= 2) {
        FetchResponse answer = leader.fetch(new FetchRequestBuilder().clientId("fams-calculator").addFetch(topic, partition, offset, size).build());
        short error = answer.errorCode(topic, partition);
        if (error == ErrorMapping.OffsetOutOfRangeCode()) return null;
        if (error != ErrorMapping.NoError()) throw new IllegalStateException("fetch error " + error);
        ByteBufferMessageSet messages = answer.messageSet(topic, partition);
        for (MessageAndOffset one : messages) {
          if (one.offset() < offset) continue;
          if (one.offset() > offset || one.message().isNull()) return null;
          byte[] bytes = new byte[one.message().payload().remaining()];
          one.message().payload().get(bytes);
          return bytes;
        }
        if (messages.sizeInBytes() == 0) return null;
        // Only part of the message fitted.
      }
      return null;
    } finally {
      leader.close();
    }
  }
}
