package fams.streaming;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** From the last committed snapshot to the offsets that counting goes on from, or the reason why it must not. */
final class StartingPoint {
  private StartingPoint() {}

  /**
   * @param last null: nothing was ever counted
   * @param earliest where each partition's log begins, and `latest` where it ends
   * @param howToBeginAnew what a person does who gives up the totals
   * @throws PersonNeeded where records that were not counted yet are gone
   */
  static Snapshot of(Snapshot last, long epoch, String topic, Map<Integer, Long> earliest, Map<Integer, Long> latest, String howToBeginAnew) {
    if (last == null) return Snapshot.blank(epoch, earliest);
    Map<Integer, Long> added = new TreeMap<>();
    for (Map.Entry<Integer, Long> one : earliest.entrySet()) {
      String where = topic + "/" + one.getKey();
      long begins = one.getValue();
      Long next = last.next.get(one.getKey());
      long counted = next == null ? 0 : next;
      if (next == null) added.put(one.getKey(), begins);
      if (counted < begins)
        throw new PersonNeeded(
            begins - counted + " records were deleted before they were counted: " + where + " is counted up to offset " + counted
                + ", and its log begins at " + begins + ". Raise the topic's retention. " + howToBeginAnew);
      // A new leader may not show the end of its log at once.
      if (counted > latest.getOrDefault(one.getKey(), 0L))
        throw new PersonNeeded.IfItLasts(
            where + " is counted up to offset " + counted + ", and its log ends at " + latest.get(one.getKey())
                + ": the topic was deleted and created anew, or has lost records. " + howToBeginAnew);
    }
    for (Integer partition : last.next.keySet())
      if (!earliest.containsKey(partition))
        throw new PersonNeeded.IfItLasts(
            topic + "/" + partition + " was counted, and is not there: the topic was created anew, with fewer partitions. " + howToBeginAnew);
    return last.withPartitions(added);
  }

  /**
   * A day never comes back: where a clock was far ahead for a batch, there would be no new list until that day is there.
   * @throws PersonNeeded where the snapshot is of a day after tomorrow
   */
  static void judgeDay(String day, LocalDate today, String howToBeginAnew) {
    if (day.isEmpty() || !LocalDate.parse(day).isAfter(today.plusDays(1))) return;
    throw new PersonNeeded("the totals are of " + day + ", and by this host's clock today is " + today + ": set the clock right. If it is: " + howToBeginAnew);
  }
}
