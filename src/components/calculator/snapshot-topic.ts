/** Where the calculator keeps its totals, each time with the offsets up to which they count. */
export const SNAPSHOT_TOPIC = 'fams-ops-snapshots';
