// What became of the events that a person has fed.
import type { FeedResult } from '../flows/feed.js';

export function feedText(fed: FeedResult): string {
  const seconds = fed.ms / 1000;
  const rate = Math.round(fed.acknowledged / Math.max(seconds, 0.001));
  const rows = [
    `${String(fed.acknowledged)} of ${String(fed.sent)} messages are in ${fed.topic}, sent by ${fed.host} in ${seconds.toFixed(1)} s (${String(rate)} a second).`,
    ...(fed.failed > 0 ? [`${String(fed.failed)} failed: the brokers did not take them.`] : []),
    ...(fed.unanswered > 0 ? [`${String(fed.unanswered)} were not answered: they may be there or not.`] : []),
    ...(fed.malformed > 0 ? [`${String(fed.malformed)} of ${String(fed.lines)} lines are no page views and were not sent.`] : []),
    ...(fed.interrupted ? [`Interrupted after line ${String(fed.lines)}; what came after it was not sent.`] : []),
  ];
  return rows.join('\n');
}
