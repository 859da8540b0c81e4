// What is read of each Spark master.
import { hostSource } from '../../evidence/sources.js';
import { startAnew } from '../findings.js';
import { instanceOn } from '../instances.js';
import { askMaster } from './live/masters.js';
import { SPARK_MASTER } from './places.js';

const MASTER_MS = 5000;
/** For the work itself to notice first, with more to say, that its time is over. */
const SLACK_MS = 2000;

/** Its page. */
export const master = hostSource({
  id: 'master',
  of: SPARK_MASTER,
  what: 'the page of its Spark master',
  fix: (host) => startAnew(SPARK_MASTER, host),
  deadlineMs: MASTER_MS + SLACK_MS,
  read: (host, { resolved, live }) => askMaster(instanceOn(host, SPARK_MASTER, resolved), live, MASTER_MS),
});
