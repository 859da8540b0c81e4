// Mutants of the lock, and of what Ctrl-C ends.
import type { Mutant } from './mutant.js';

const STAGES = 'apply/apply-stages.ts';
const RECONCILE = 'flows/run/reconcile.ts';
const LOCKED = 'flows/run/locked-run.ts';
const LOCK = 'apply/lock.ts';
const ROLLS = ['roll', 'restart'] as const;

export const LOCKING: readonly Mutant[] = [
  // The lock.
  {
    name: 'the lock is not taken',
    file: LOCK,
    edits: [['if (mine.length >= majority) return', 'await giveBack(mine, claim.token);\n    if (mine.length >= 0) return']],
    reported: /the lock is held on 0 hosts alone/,
  },
  {
    name: 'the lock is given back at once',
    file: LOCKED,
    edits: [['return await work(', 'await lock.release();\n    return await work(']],
    reported: /the lock is held on 0 hosts alone/,
  },
  {
    name: 'the lock is given back before the proof',
    file: RECONCILE,
    edits: [
      ['return underLock(run, async (locked) => {', 'const proof = await underLock(run, async (locked) => {'],
      ["return verb.prove({ kind: 'changed'", "return () => verb.prove({ kind: 'changed'"],
      ['    return () => verb', '    return () => verb'],
      ['...decided.skipped], notes }, locked);\n  });', '...decided.skipped], notes }, locked);\n  });\n  return proof();'],
    ],
    reported: /the proof: the lock is held on 0 hosts alone/,
  },
  {
    name: 'the lock is never given back',
    file: LOCKED,
    edits: [['    await lock.release();\n', '']],
    reported: /has ended and keeps the lock/,
  },
  {
    name: 'one host is enough for the lock',
    file: LOCK,
    edits: [['Math.floor(members / 2) + 1', '1']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
  },
  {
    name: 'a lock is stale after a second',
    file: LOCK,
    edits: [['const STALE_SECONDS = 30;', 'const STALE_SECONDS = 1;']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
  },
  {
    name: 'nobody says that the holder lives',
    file: 'apply/lock-keeper.ts',
    edits: [['await clock.sleep(beatMs, this.ended.signal);', 'await clock.sleep(beatMs * 100, this.ended.signal);']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
    chapters: ['roll', 'restart'],
  },
  {
    name: 'a holder that lives is replaced',
    file: LOCK,
    edits: [['if (other === null || !(await gone(other.holder, claim.holder))) return other;', 'if (other === null) return other;']],
    reported: /the lock is held on \d hosts alone|change hosts at the same time/,
  },
  {
    name: 'a holder that has died here is not replaced',
    file: LOCK,
    edits: [['if (other === null || !(await gone(other.holder, claim.holder))) return other;', 'if (other !== undefined) return other;']],
    reported: /a dead holder on this machine is not replaced/,
  },
  // Ctrl-C.
  {
    name: 'hosts go on after Ctrl-C',
    file: STAGES,
    edits: [['if (errors.length > 0 || context.signal.aborted) return;', 'if (errors.length > 0) return;']],
    reported: /is begun after Ctrl-C/,
  },
  {
    name: 'a roll goes on after Ctrl-C',
    file: STAGES,
    edits: [['    if (context.signal.aborted) throw interrupted(`in the stage "${stage.title}"`);\n    const action', '    const action']],
    reported: /is begun after Ctrl-C/,
    chapters: ROLLS,
  },
];
