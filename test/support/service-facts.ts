// What a host says of a service that runs as it should.
import type { ServiceFacts } from '../../src/model/facts.js';

export const service = (change: Partial<ServiceFacts> = {}): ServiceFacts => ({
  state: 'running',
  pid: 100,
  supervisorPid: 99,
  startedAt: '2026-01-01T00:00:00Z',
  restarts: 0,
  fingerprint: null,
  failure: null,
  openFiles: 100,
  openFilesLimit: 4096,
  processState: 'S',
  runtime: { home: '/usr', version: '17.0.1', major: 17, replaced: false },
  swapKb: 0,
  javaOptions: '',
  children: [],
  ...change,
});
