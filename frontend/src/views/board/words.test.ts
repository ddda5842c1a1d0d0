import { describe, expect, it } from 'vitest';
import { setLanguage } from '../../i18n';
import { concern, invitation } from '../../store/testing';
import { latenessText, toneOf } from './lateness';
import { initial, plain, shortened } from './plain';
import { about, clockText, consentText, said, shortNames, sinceText, spreadText } from './words';

setLanguage('en');

describe('plain', () => {
  it('shows characters that turn or hide text as what they are', () => {
    expect(plain('agreed\u202edrah')).toBe('agreed[U+202E]drah');
    expect(plain('<b>\u200bbold</b>')).toBe('<b>[U+200B]bold</b>');
    expect(plain(null)).toBe('');
  });

  it('takes the first of the initials', () => {
    expect(initial('K.T.')).toBe('K.');
    expect(initial('Élan')).toBe('É.');
    expect(initial('7')).toBe('7');
  });

  it('cuts a long text at a word', () => {
    expect(shortened('Health and school hold level 4; social care holds level 3.', 30)).toBe('Health and school hold level…');
    expect(shortened('Short\n text')).toBe('Short text');
  });
});

describe('sentences', () => {
  it('say the spread', () => {
    expect(spreadText({ lowest: 2, highest: 4, stated: 6, moved: 1 })).toBe('Spread: levels 2 to 4. One agency has moved.');
    expect(spreadText({ lowest: 4, highest: 4, stated: 3, moved: 2 })).toBe('All positions are at level 4. 2 agencies have moved.');
    expect(spreadText(null)).toBe('No agency has a position yet.');
  });

  it('say who consents', () => {
    const none = { agree: 0, reservations: 0, disagree: 0, abstain: 0, to_come: 0, away: 0 };
    expect(consentText({ ...none, agree: 4, reservations: 1, to_come: 1 })).toBe('4 agree, 1 reservation, 1 to come');
    expect(consentText({ ...none, agree: 6, away: 1 })).toBe('all agree');
    expect(consentText({ ...none, to_come: 6 })).toBe('No answers yet');
  });

  it('speak in the past of a closed meeting', () => {
    const none = { agree: 0, reservations: 0, disagree: 0, abstain: 0, to_come: 0, away: 0 };
    expect(consentText({ ...none, agree: 4, to_come: 2 }, false)).toBe('4 agree, 2 no answer');
    expect(consentText({ ...none, to_come: 6 }, false)).toBe('No answers');
    expect(spreadText(null, false)).toBe('No agency gave a position.');
    expect(said('consent.stand.to_come', true)).toBe('not answered yet');
    expect(said('consent.stand.to_come', false)).toBe('no answer');
    expect(said('consent.stand.agree', false)).toBe('agrees');
  });

  it('say how late in words', () => {
    const late = concern(1);
    expect(latenessText(late)).toBe('6 working days late');
    const reckoning = { ...late.reckoning, held: null, days: 15, unit: 'calendar_days_late' as const };
    expect(latenessText({ ...late, reckoning })).toBe('15 days late, not held');
    expect(latenessText({ reckoning, expectation: 'assessment' })).toBe('15 days late, not completed');
    expect(latenessText({ ...late, reckoning: { ...reckoning, due: null, unit: 'calendar_days_waiting', days: 154 } })).toBe('154 days waiting');
    expect(latenessText({ ...late, reckoning: { ...reckoning, days: 0 } })).toBe('Due Mon 6 Jul 2026');
    expect(latenessText({ ...late, reckoning: { ...late.reckoning, days: 0 } })).toBe('In time');
    expect([toneOf(late.reckoning), toneOf({ ...reckoning, days: 0 })]).toEqual(['late', 'in_time']);
  });

  it('say the time', () => {
    expect(clockText(760)).toBe('12:40 left');
    expect(clockText(-65)).toBe('1:05 over');
    expect(clockText(3_605)).toBe('1:00:05 left');
    expect(sinceText('2026-09-21T12:00:00Z', '2026-09-21T12:40:00Z')).toBe('40 minutes');
    expect(sinceText('2026-09-21T12:00:00Z', '2026-09-25T12:40:00Z')).toBe('4 days');
  });

  it('speak of the person where the meeting is about an adult', () => {
    expect(about('form.effect', 'child')).toBe('What does it do to the child?');
    expect(about('form.effect', 'adult_at_risk')).toBe('What does it do to the person?');
    expect(about('form.reflects', 'unborn_child')).toContain('unborn child');
  });
});

describe('short names', () => {
  const sectors = [{ key: 'csc', name: { en: 'Children’s social care', cy: null }, short: { en: 'Social care', cy: 'Gofal cymdeithasol' } }];

  it('are the sector’s, unless two agencies share it', () => {
    expect(shortNames([invitation(1, 'CSC')], sectors).get(1)).toBe('Social care');
    const two = shortNames([invitation(1, 'CSC'), invitation(2, 'CS2', { sector: 'csc' })], sectors);
    expect([two.get(1), two.get(2)]).toEqual(['CSC agency', 'CS2 agency']);
  });
});
