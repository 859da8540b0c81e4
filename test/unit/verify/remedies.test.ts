// Every remedy that a check prints is tried by a fault on the bed, or is in the list of those that cannot be, with the reason.
import { describe, expect, it } from 'vitest';
import { BAD_DAYS } from '../../support/bad-days.js';
import { REMEDIES } from '../../support/remedies.js';
import { REMEDY_PROOFS } from '../../support/remedy-proofs.js';
import { remedyTexts } from '../../support/remedy-texts.js';

describe('remedies', () => {
  const printed = [...new Set(remedyTexts().map(({ text }) => text))];

  it('are tried by a fault, or say why they cannot be', () => {
    expect(printed.filter((text) => REMEDY_PROOFS[text] === undefined)).toEqual([]);
  });

  it('are listed only while a check prints them', () => {
    expect(Object.keys(REMEDY_PROOFS).filter((text) => !printed.includes(text))).toEqual([]);
  });

  it('are tried by faults that there are', () => {
    const faults = [...REMEDIES, ...BAD_DAYS].map(({ name }) => name);
    const named = Object.values(REMEDY_PROOFS).flatMap(({ tried }) => (tried === undefined ? [] : [tried]));
    expect(named.filter((name) => !faults.includes(name))).toEqual([]);
    expect(new Set(faults).size).toBe(faults.length);
  });
});
