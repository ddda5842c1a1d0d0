import { describe, expect, it } from 'vitest';
import { keptPages } from './pages';

const paths = (...roles: string[]) => keptPages({ roles }).map((page) => page.path);

describe('the pages somebody keeps for the partnership', () => {
  it('are none for whoever has neither role', () => {
    expect(keptPages(null)).toEqual([]);
    expect(paths('facilitator', 'recorder')).toEqual([]);
  });

  it('begin with what the role is for', () => {
    expect(paths('administrator')[0]).toBe('/admin/agencies');
    expect(paths('assurance_lead')[0]).toBe('/assurance');
  });

  it('hold emergency access for a lead who does not administer', () => {
    expect(paths('assurance_lead')).toContain('/emergency');
    expect(paths('administrator', 'assurance_lead')).not.toContain('/emergency');
    expect(paths('administrator', 'assurance_lead')).toContain('/assurance');
    expect(paths('administrator')).not.toContain('/assurance');
  });
});
