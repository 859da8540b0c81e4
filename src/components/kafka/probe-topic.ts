// The name of the topic that probes use.
/** Made by fams-ops for its own checks; nobody else reads it. */
export const PROBE_TOPIC = 'fams-ops-probe';
