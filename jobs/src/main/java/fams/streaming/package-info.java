/**
 * The two jobs of the streaming side: {@link fams.streaming.UserBehaviorMsgProducer} sends page views,
 * {@link fams.streaming.WebPagePopularityValueCalculator} ranks the pages by them.
 *
 * <p>What makes the ranking right, whatever dies: the totals of the day and the offsets that they stand for are one message
 * ({@link fams.streaming.Snapshot}); a znode that only one calculator can change says which message counts
 * ({@link fams.streaming.Fence}); a batch must begin where that message ends ({@link fams.streaming.Counting}); and it must be possible
 * to begin there ({@link fams.streaming.StartingPoint}). All else may fail at any moment: the job ends with 3 and is started again
 * ({@link fams.streaming.Ending}).
 *
 * <p>Built for Java 8, as Spark 1.3.1 reads no newer classes; run with Scala 2.10.7, since 2.10.4 cannot read the version of a newer
 * Java. Named classes of ours may only be given to the Java API of Spark: its Scala API takes them apart with an ASM that knows Java 7.
 * Only {@link fams.streaming.PartitionCount} and what it uses run on the executors.
 */
package fams.streaming;
