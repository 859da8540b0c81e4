// Error codes of Kafka 0.8.2.1.

export const KAFKA_ERROR = {
  unknown: -1,
  none: 0,
  offsetOutOfRange: 1,
  invalidMessage: 2,
  unknownTopicOrPartition: 3,
  invalidMessageSize: 4,
  leaderNotAvailable: 5,
  notLeaderForPartition: 6,
  requestTimedOut: 7,
  brokerNotAvailable: 8,
  replicaNotAvailable: 9,
  messageTooLarge: 10,
  staleControllerEpoch: 11,
  offsetMetadataTooLarge: 12,
  offsetsLoadInProgress: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  invalidTopic: 17,
  recordListTooLarge: 18,
  notEnoughReplicas: 19,
  notEnoughReplicasAfterAppend: 20,
  // Only of later versions: the emulated group answers with them.
  illegalGeneration: 22,
  unknownMemberId: 25,
} as const;

/** `leaderNotAvailable (5)` */
export function kafkaErrorName(code: number): string {
  const known = Object.entries(KAFKA_ERROR).find(([, value]) => value === code);
  return `${known?.[0] ?? 'unknown to 0.8.2.1'} (${code})`;
}
