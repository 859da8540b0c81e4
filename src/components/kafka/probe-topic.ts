// The topic of fams-ops's own checks.

/** Written and read by `verify` alone. */
export const PROBE_TOPIC = 'fams-ops-probe';
