// The executors that work on real hosts: by scripts over a session, and for topics by Kafka's own tool.
import { bundleExecutor } from './bundle.js';
import type { Executors } from './executor.js';
import { identityExecutor } from './identity.js';
import { dirExecutor, fileExecutor } from './paths.js';
import { removeExecutor } from './remove.js';
import { serviceRestartExecutor, serviceStartExecutor, serviceStopExecutor } from './service.js';
import { topicAlterExecutor } from './topic-alter.js';
import { topicCreateExecutor } from './topic-create.js';

export const executors = {
  dir: dirExecutor,
  file: fileExecutor,
  identity: identityExecutor,
  bundle: bundleExecutor,
  'service-start': serviceStartExecutor,
  'service-stop': serviceStopExecutor,
  'service-restart': serviceRestartExecutor,
  remove: removeExecutor,
};

export const allExecutors: Executors = {
  ...executors,
  'topic-create': { run: (actions, { cluster }) => topicCreateExecutor.run(actions, cluster) },
  'topic-alter': { run: (actions, { cluster }) => topicAlterExecutor.run(actions, cluster) },
};
