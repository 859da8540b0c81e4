// Pure: where a broker is, by the inventory and by what is registered.
import type { Instance } from '../../model/component.js';
import type { RegisteredBroker } from '../../model/observed.js';
import { portOf } from '../instances.js';

export const KAFKA = 'kafka';

/** Where the inventory says that this broker is. */
export const placeOf = (instance: Instance): RegisteredBroker => ({
  id: instance.id,
  host: instance.host.address,
  port: portOf(instance, 'broker'),
});

export const at = ({ host, port }: RegisteredBroker): string => `${host}:${String(port)}`;

export const samePlace = (a: RegisteredBroker, b: RegisteredBroker): boolean => a.id === b.id && a.host === b.host && a.port === b.port;
