package fams.streaming;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
  private static final int ANSWER_MS = 10_000;
  private static final int BUFFER = 64 * 1024;
  private static final String CLIENT = "fams-calculator";
  private final String[] addresses;

  /** @param list `host:port,host:port` */
  Brokers(String list) {
    addresses = list.split(",");
    for (String address : addresses)
      if (!address.trim().matches("\\S+:[0-9]{1,5}"))
        throw new PersonNeeded("metadata.broker.list must be of the form host:port,host:port, and is " + list);
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
    throw new IllegalStateException("there is no leader of " + topic + "/" + partition);
  }

  /** Waits until there is such a topic. @throws PersonNeeded where every broker goes on to say that there is none */
  void await(String topic, Consumer<String> saw) throws Exception {
    Patience.with(Patience.START_MS, saw, () -> partitions(topic));
  }

  /**
   * All partitions of the topic.
   * @throws PersonNeeded.IfItLasts where all brokers say that there is none: one that has just started does not know any
   */
  List<PartitionMetadata> partitions(String topic) throws Exception {
    int unknown = 0;
    String last = "there is no broker to ask";
    for (String address : addresses) {
      SimpleConsumer any = connect(address);
      try {
        for (TopicMetadata metadata : any.send(new TopicMetadataRequest(Collections.singletonList(topic))).topicsMetadata()) {
          if (metadata.errorCode() == ErrorMapping.UnknownTopicOrPartitionCode()) unknown++;
          List<PartitionMetadata> found = metadata.partitionsMetadata();
          if (!found.isEmpty()) return new ArrayList<>(found);
        }
        last = address + " knows of no topic " + topic;
      } catch (Exception failed) {
        last = "the broker " + address + " does not answer: " + Ending.reasonOf(failed);
      } finally {
        any.close();
      }
    }
    if (unknown == addresses.length) throw new PersonNeeded.IfItLasts("there is no topic " + topic + ": create it, then start this again");
    throw new IllegalStateException(last);
  }

  private Map<Integer, Long> bounds(String topic, long time) throws Exception {
    Map<Integer, Long> bounds = new TreeMap<>();
    for (PartitionMetadata one : partitions(topic)) {
      if (one.leader() == null) throw new IllegalStateException("there is no leader of " + topic + "/" + one.partitionId());
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

  private static SimpleConsumer connect(String address) {
    int colon = address.lastIndexOf(':');
    return connect(address.substring(0, colon).trim(), Integer.parseInt(address.substring(colon + 1).trim()));
  }

  private static SimpleConsumer connect(String host, int port) {
    return new SimpleConsumer(host, port, ANSWER_MS, BUFFER, CLIENT);
  }
}
