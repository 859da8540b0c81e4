package fams.streaming;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.api.PartitionOffsetRequestInfo;
import kafka.common.ErrorMapping;
import kafka.common.TopicAndPartition;
import kafka.javaapi.OffsetRequest;
import kafka.javaapi.OffsetResponse;
import kafka.javaapi.PartitionMetadata;
import kafka.javaapi.TopicMetadata;
import kafka.javaapi.TopicMetadataRequest;
import kafka.javaapi.consumer.SimpleConsumer;

/** Questions to the brokers that need no consumer group: who leads a partition, and where its log begins and ends. */
final class Brokers {
  static final int ANSWER_MS = 10_000;
  private static final int BUFFER = 64 * 1024;
  private static final String CLIENT = "fams-calculator";
  private final String[] addresses;

  /** @param list `host:port,host:port` */
  Brokers(String list) {
    addresses = list.split(",");
  }

  /** Where each partition's log begins, asked of its leader. */
  Map<Integer, Long> earliest(String topic) throws Exception {
    return bounds(topic, kafka.api.OffsetRequest.EarliestTime());
  }

  /** The offset that each partition's next record will have. */
  Map<Integer, Long> latest(String topic) throws Exception {
    return bounds(topic, kafka.api.OffsetRequest.LatestTime());
  }

  /** A connection to whoever leads the partition now; to be closed by the caller. */
  SimpleConsumer leaderOf(String topic, int partition) throws Exception {
    for (PartitionMetadata one : partitions(topic))
      if (one.partitionId() == partition && one.leader() != null) return connect(one.leader().host(), one.leader().port());
    throw new IllegalStateException("nobody leads " + topic + "/" + partition);
  }

  /** @throws PersonNeeded where there is no such topic */
  List<PartitionMetadata> partitions(String topic) throws Exception {
    Exception last = new IllegalStateException("there is no broker to ask");
    for (String address : addresses) {
      String[] place = address.trim().split(":");
      SimpleConsumer any = connect(place[0], Integer.parseInt(place[1]));
      try {
        for (TopicMetadata metadata : any.send(new TopicMetadataRequest(Collections.singletonList(topic))).topicsMetadata()) {
          if (metadata.errorCode() == ErrorMapping.UnknownTopicOrPartitionCode())
            throw new PersonNeeded("there is no topic " + topic + ": create it (fams-ops provision), then start this again");
          List<PartitionMetadata> found = metadata.partitionsMetadata();
          if (!found.isEmpty()) return new ArrayList<>(found);
        }
        last = new IllegalStateException(address + " knows no partition of " + topic + " yet");
      } catch (PersonNeeded missing) {
        throw missing;
      } catch (Exception failed) {
        last = new IllegalStateException("no answer of " + address + " about " + topic + ": " + failed, failed);
      } finally {
        any.close();
      }
    }
    throw last;
  }

  private Map<Integer, Long> bounds(String topic, long time) throws Exception {
    Map<Integer, Long> bounds = new TreeMap<>();
    for (PartitionMetadata one : partitions(topic)) {
      if (one.leader() == null) throw new IllegalStateException("nobody leads " + topic + "/" + one.partitionId());
      SimpleConsumer leader = connect(one.leader().host(), one.leader().port());
      try {
        TopicAndPartition partition = new TopicAndPartition(topic, one.partitionId());
        Map<TopicAndPartition, PartitionOffsetRequestInfo> asked = new HashMap<>();
        asked.put(partition, new PartitionOffsetRequestInfo(time, 1));
        OffsetResponse answer = leader.getOffsetsBefore(new OffsetRequest(asked, kafka.api.OffsetRequest.CurrentVersion(), CLIENT));
        if (answer.hasError())
          throw new IllegalStateException("error " + answer.errorCode(topic, one.partitionId()) + " for the offsets of " + partition);
        bounds.put(one.partitionId(), answer.offsets(topic, one.partitionId())[0]);
      } finally {
        leader.close();
      }
    }
    return bounds;
  }

  private static SimpleConsumer connect(String host, int port) {
    return new SimpleConsumer(host, port, ANSWER_MS, BUFFER, CLIENT);
  }
}
