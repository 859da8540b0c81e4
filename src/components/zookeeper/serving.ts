// Pure: what it takes for a member, and for an ensemble, to serve.
import type { MemberAnswers } from '../../model/observed.js';

export const ZOOKEEPER = 'zookeeper';

/** How many of so many members are more than half. */
export const majorityOf = (size: number): number => Math.floor(size / 2) + 1;

/** Whether a member of an ensemble of this size takes part in serving. One that runs alone in an ensemble of many does not. */
export const serves = (answers: MemberAnswers | null, size: number): boolean =>
  answers !== null && (size === 1 ? answers.mode !== null : answers.mode === 'leader' || answers.mode === 'follower');
