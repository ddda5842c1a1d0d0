import type { AgencyLabel, DisagreementView, LeftDisagreement, View } from '../../api/types';

/** What lives in an earlier meeting: acts on it are done there, whichever board they are made on. */
export interface Elsewhere {
  meeting_id: number;
  /** The agencies of that meeting: who may take it forward. */
  owners: AgencyLabel[];
}

const homes = new WeakMap<View, Elsewhere>();

/** A disagreement of an earlier meeting as the forms know one of this meeting's own. Null: it is not to be seen through here. */
export function toSeeThrough(left: LeftDisagreement): DisagreementView | null {
  const through = left.to_see_through;
  if (!through) return null;
  const owner = left.owner;
  const view: DisagreementView = {
    type: 'disagreement',
    id: left.id,
    version: through.version,
    agency_id: null,
    about: left.about,
    between: left.between.map((agency) => agency.id),
    state: left.state,
    how: left.how,
    escalation:
      through.stage === null
        ? null
        : {
            owner_agency_id: owner?.id ?? 0,
            reason: '',
            immediate_risk: false,
            stage: through.stage,
            stage_name: left.stage_name ?? { en: null, cy: null },
            due_on: left.due,
          },
    escalated_at: null,
    earlier_stages: [],
    raised_at: left.raised_on ?? '',
    settled_at: null,
    by: { person_id: 0, agency_id: 0 },
  };
  homes.set(view, { meeting_id: through.meeting_id, owners: through.owners });
  return view;
}

/** Where a thing lives that is not of this meeting. */
export function elsewhere(subject: View | null): Elsewhere | null {
  return (subject && homes.get(subject)) ?? null;
}
