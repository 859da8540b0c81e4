// What ZooKeeper's four-letter words answer, as values. Pure.
import type { MemberAnswers } from '../model/observed.js';

/** The words that make up a member's answers. */
export const MEMBER_WORDS = ['ruok', 'srvr', 'mntr', 'conf', 'isro'] as const;
export type MemberWord = (typeof MEMBER_WORDS)[number];

const MODES = ['leader', 'follower', 'observer', 'standalone'] as const;
const NOT_SERVING = 'This ZooKeeper instance is not currently serving requests';
/** From 3.4.10 on a word may be switched off: `mntr is not executed because it is not in the whitelist.` */
const REFUSED = /^\w{4} is not executed because it is not in the whitelist\.?$/;

/** The sentence that a member answers instead of what was asked, or null. */
export function sentenceIn(answer: string): string | null {
  const text = answer.trim();
  return text === NOT_SERVING || REFUSED.test(text) ? text : null;
}

export function parseSrvr(answer: string): Pick<MemberAnswers, 'mode' | 'version' | 'zxid'> {
  const named = (name: string): string | null => new RegExp(`^${name}: *(.+)$`, 'm').exec(answer)?.[1]?.trim() ?? null;
  const mode = named('Mode');
  return { mode: MODES.find((one) => one === mode) ?? null, version: named('Zookeeper version'), zxid: named('Zxid') };
}

/** Lines of key, tab, value. */
export function parseMntr(answer: string): Readonly<Record<string, string>> {
  return pairs(answer, '\t');
}

/** Lines of key=value. */
export function parseConf(answer: string): Readonly<Record<string, string>> {
  return pairs(answer, '=');
}

/** `rw` or `ro`; a member that is not serving says `null`. */
function parseIsro(answer: string): boolean | null {
  const word = answer.trim();
  return word === 'rw' ? true : word === 'ro' ? false : null;
}

/** All answers of one member together. One that says `imok` need not serve: the mode tells. */
export function toMemberAnswers(answers: Readonly<Record<MemberWord, string>>): MemberAnswers {
  const sentence = MEMBER_WORDS.map((word) => sentenceIn(answers[word])).find((one) => one !== null) ?? null;
  return {
    ruok: answers.ruok.trim() === 'imok',
    ...parseSrvr(answers.srvr),
    mntr: parseMntr(answers.mntr),
    conf: parseConf(answers.conf),
    writable: parseIsro(answers.isro),
    sentence,
    refused: MEMBER_WORDS.filter((word) => REFUSED.test(answers[word].trim())),
  };
}

function pairs(answer: string, separator: string): Readonly<Record<string, string>> {
  if (sentenceIn(answer) !== null) return {};
  const lines = answer.split('\n').map((line) => [line.indexOf(separator), line.trimEnd()] as const);
  return Object.fromEntries(lines.filter(([at]) => at > 0).map(([at, line]) => [line.slice(0, at).trim(), line.slice(at + 1).trim()]));
}
