import { describe, expect, test } from 'vitest';
import {
  MEMBER_WORDS,
  parseConf,
  parseMntr,
  parseSrvr,
  sentenceIn,
  toMemberAnswers,
  type MemberWord,
} from '../../../src/wire/four-letter-answers.js';
import { answerOf } from './fixture.js';

const NOT_SERVING = 'This ZooKeeper instance is not currently serving requests';
const captured = (state: string): Record<MemberWord, string> =>
  Object.fromEntries(MEMBER_WORDS.map((word) => [word, answerOf(state, word)])) as Record<MemberWord, string>;

describe('answers of ZooKeeper 3.4.6', () => {
  test('leader', () => {
    const answers = toMemberAnswers(captured('leader'));
    expect(answers).toMatchObject({ ruok: true, mode: 'leader', zxid: '0x100000037', writable: true, sentence: null, refused: [] });
    expect(answers.version).toBe('3.4.6-1569965, built on 02/20/2014 09:09 GMT');
    expect(answers.mntr).toMatchObject({ zk_server_state: 'leader', zk_followers: '2', zk_synced_followers: '2', zk_pending_syncs: '0' });
    expect(answers.mntr['zk_version']).toBe('3.4.6-1569965, built on 02/20/2014 09:09 GMT');
    expect(answers.conf).toMatchObject({ serverId: '3', tickTime: '2000', initLimit: '10', syncLimit: '5', quorumPort: '24930' });
  });

  test('follower', () => {
    const answers = toMemberAnswers(captured('follower'));
    expect(answers).toMatchObject({ ruok: true, mode: 'follower', sentence: null });
    expect(Object.keys(answers.mntr)).toHaveLength(15);
    expect(Object.keys(answers.mntr)).not.toContain('zk_followers');
  });

  test('standalone', () => {
    expect(toMemberAnswers(captured('standalone'))).toMatchObject({ mode: 'standalone', zxid: '0x0', conf: { serverId: '0' } });
  });

  test('a member without a quorum says imok and nothing else', () => {
    expect(toMemberAnswers(captured('not-serving'))).toEqual({
      ...{ ruok: true, mode: null, version: null, zxid: null, mntr: {}, conf: {} },
      ...{ writable: null, refused: [] },
      sentence: NOT_SERVING,
    });
  });
});

test('a word that a later version refuses is told from an answer', () => {
  const refused = 'mntr is not executed because it is not in the whitelist.\n';
  expect(sentenceIn(refused)).toBe('mntr is not executed because it is not in the whitelist.');
  expect(toMemberAnswers({ ...captured('leader'), mntr: refused })).toMatchObject({
    ...{ mode: 'leader', mntr: {}, sentence: refused.trim() },
    refused: ['mntr'],
  });
});

test('a mode that is not known is no mode', () => {
  const srvr = answerOf('leader', 'srvr').replace('Mode: leader', 'Mode: read-only');
  expect(toMemberAnswers({ ...captured('leader'), srvr }).mode).toBeNull();
});

test('garbage is not a member that serves', () => {
  const html = '<html>400</html>';
  expect(toMemberAnswers({ ruok: html, srvr: html, mntr: html, conf: html, isro: html })).toMatchObject({
    ruok: false,
    mode: null,
    mntr: {},
    conf: {},
  });
});

test('each parser alone gives nothing where nothing is said', () => {
  const sentence = answerOf('not-serving', 'srvr');
  expect([parseSrvr(sentence), parseMntr(sentence), parseConf(sentence)]).toEqual([{ mode: null, version: null, zxid: null }, {}, {}]);
  expect(parseConf('dataDir=/data/a=b\nnoise\n')).toEqual({ dataDir: '/data/a=b' });
});
