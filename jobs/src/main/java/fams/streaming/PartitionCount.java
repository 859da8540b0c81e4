package fams.streaming;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Runs on an executor: sums the lines of one partition, so that no more than a figure for each page crosses the network. */
final class PartitionCount implements FlatMapFunction<Iterator<byte[]>, Sums> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterable<Sums> call(Iterator<byte[]> lines) {
    Sums sums = new Sums();
    while (lines.hasNext()) sums.add(lines.next());
    return Collections.singletonList(sums);
  }
}
