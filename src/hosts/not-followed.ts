// Remedies from what the SSH configuration says and fams-ops does not follow.
import type { Hop } from './hop.js';
import type { Stage } from './ssh-config-unfollowed.js';

export const notFollowed = ({ unfollowed }: Hop, stage: Stage): readonly string[] =>
  unfollowed.filter((entry) => entry.stage === stage).map(({ directive, instead }) => `fams-ops does not follow ${directive}. ${instead}`);
