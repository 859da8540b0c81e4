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

  private OneMessage() {}

  /** Null where it is not there, or not visible yet: right after a change of leader that may take a while. */
  static byte[] read(Brokers brokers, String topic, int partition, long offset) throws Exception {
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
