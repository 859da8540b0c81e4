// Pure: the action that stops one service.
import type { Action } from '../model/action.js';
import type { HostName } from '../model/cluster.js';
import type { Service } from '../model/component.js';

/** @param kill kills the service if it does not stop in time */
export const stopAction = (host: HostName, service: Service, kill: boolean): Action => ({
  id: `${host}/${service.component}/service-stop`,
  host,
  component: service.component,
  kind: 'service-stop',
  summary: `stop ${service.component}`,
  risks: [],
  service,
  kill,
});
