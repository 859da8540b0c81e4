// Whether the cluster works. What is not known now is shown as not known, whatever the last look saw.
import { ageText } from './clock.js';
import { byId, element, setText } from './elements.js';

/** @import { ShownProblem, ShownVerdict } from '../src/views/web/events.js' */

const WORDS = { ok: '正常 Works', warn: '降级 Degraded', crit: '严重 Critical', unknown: '未知 Unknown' };
const SIGNS = { ok: '✓', warn: '!', crit: '✕', unknown: '?', skip: '·' };

/** @type {ShownVerdict | null | undefined} */
let listed;

/**
 * @param {ShownVerdict | null} verdict null while the first look is under way
 * @param {{ connected: boolean, ageMs: number, staleMs: number }} now
 */
export function showVerdict(verdict, { connected, ageMs, staleMs }) {
  const known = verdict !== null && connected && ageMs <= staleMs;
  const status = known ? verdict.status : 'unknown';
  byId('verdict').dataset['status'] = status;
  setText(byId('verdict-sign'), SIGNS[status]);
  setText(byId('verdict-word'), WORDS[status]);
  setText(byId('verdict-age'), verdict === null ? '' : `${ageText(ageMs)} ago`);
  setText(byId('verdict-sentence'), sentence(verdict, { connected, known }));
  if (listed === verdict) return;
  listed = verdict;
  byId('verdict-problems').replaceChildren(...(verdict?.problems ?? []).map(problem));
  setText(byId('verdict-note'), verdict === null || verdict.of === 0 ? '' : counted(verdict));
}

/**
 * @param {ShownVerdict | null} verdict
 * @param {{ connected: boolean, known: boolean }} now
 */
function sentence(verdict, { connected, known }) {
  if (verdict === null) return connected ? 'The first look is under way.' : 'Nothing was heard of the cluster yet.';
  if (known) return verdict.sentence;
  const why = connected ? 'The last look is too old' : 'This page is cut off';
  return `${why}: how the cluster is now is not known. It was: ${verdict.sentence}`;
}

/** @param {ShownVerdict} verdict */
function counted({ ok, of, more }) {
  const rest = more === 0 ? '' : ` ${more} more: fams-ops verify.`;
  return `${ok} of ${of} findings are ok.${rest}`;
}

/** @param {ShownProblem} problem */
function problem({ status, id, target, message, also, fix }) {
  const item = element('li', '');
  item.dataset['status'] = status;
  const head = element('p', 'head', `${SIGNS[status]} ${id} · ${target}`);
  item.append(head, element('p', '', [message, also].filter((one) => one !== '').join(' ')));
  if (fix !== '') item.append(element('p', 'fix', fix));
  return item;
}
