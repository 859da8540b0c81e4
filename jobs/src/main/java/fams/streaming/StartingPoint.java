package fams.streaming;

import java.util.Map;
import java.util.TreeMap;

/** From the last committed snapshot to the offsets that counting goes on from, or the reason why it must not. */
final class StartingPoint {
  private StartingPoint() {}

  /**
   * @param last null: nothing was ever counted
   * @param earliest where each partition's log begins, and `latest` where it ends
   * @throws PersonNeeded where records that were not counted yet are gone
   */
  static Snapshot of(Snapshot last, long epoch, String topic, Map<Integer, Long> earliest, Map<Integer, Long> latest) {
    if (last == null) return Snapshot.blank(epoch, earliest);
    Map<Integer, Long> added = new TreeMap<>();
    for (Map.Entry<Integer, Long> begins : earliest.entrySet()) {
      Long next = last.next.get(begins.getKey());
      String where = topic + "/" + begins.getKey();
      if (next == null) added.put(begins.getKey(), begins.getValue());
      else if (next < begins.getValue())
        throw new PersonNeeded(
            "records were lost to retention before they were counted: " + where + " was counted up to offset " + next + ", its log begins at "
                + begins.getValue() + ". Raise the topic's retention; to go on without them: fams-ops launch --stop calculator, remove the znode "
                + "below /fams-ops that is named commit, launch again (the list begins anew)");
      else if (next > latest.get(begins.getKey()))
        throw new PersonNeeded(
            where + " was counted up to offset " + next + ", but its log ends at " + latest.get(begins.getKey()) + ": the topic was made anew. To "
                + "count the new one: fams-ops launch --stop calculator, remove the znode below /fams-ops that is named commit, launch again");
    }
    for (Integer partition : last.next.keySet())
      if (!earliest.containsKey(partition)) throw new PersonNeeded(topic + "/" + partition + " was counted, and is not there any more");
    return last.withPartitions(added);
  }
}
