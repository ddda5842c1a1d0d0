import type { SubjectType } from '../../../api/types';
import { t } from '../../../i18n';
import type { FormKind } from '../drafts.svelte';
import { about } from '../words';

const LABELS: Record<string, string> = {
  agency: 'chair.form.agency',
  to: 'chair.form.to',
  person: 'chair.form.person',
  role: 'chair.form.role',
  state: 'board.receipts.state',
  text: 'board.form.text',
  owner: 'board.form.owner',
  measure: 'board.form.measure',
  responsible: 'board.form.responsible',
  due: 'board.form.due',
  involves: 'board.form.involves',
  answers: 'board.form.answers',
  rationale: 'board.form.rationale',
  authority: 'deciding.authority',
  sign_off_by: 'deciding.sign_off_by',
  family_what: 'deciding.family_what',
  family_by: 'deciding.family_by',
  family_on: 'deciding.family_on',
  what: 'board.form.what',
  expectation: 'board.form.expectation',
  since: 'board.form.since',
  from_milestone: 'board.form.from_milestone',
  risk_source: 'board.form.risk_source',
  level: 'board.form.level',
  evidence: 'board.form.evidence',
  would_change_view: 'board.form.would_change_view',
  hypothesis: 'floor.tested.hypothesis',
  evidence_against: 'floor.tested.evidence_against',
  proportionality: 'floor.tested.proportionality',
  identity: 'floor.tested.identity',
  trauma: 'floor.tested.trauma',
  about: 'board.form.about',
  between: 'board.form.between',
  how: 'board.form.how',
  prompt: 'board.form.prompt',
  stand: 'board.consent.ours',
  reason: 'board.form.reason',
  sharing: 'floor.form.sharing',
  words: 'floor.form.capacity.words',
  answer: 'floor.form.answer',
  next_meeting_on: 'board.form.close.next',
  no_next_meeting_because: 'board.form.close.why',
};

/** Where one field is asked for in other words. */
const OF_FORM: Partial<Record<FormKind, Record<string, string>>> = {
  point: { text: 'floor.form.point.text' },
  capacity: { level: 'floor.form.capacity' },
  event: { began: 'chronology.form.began', ended: 'chronology.form.ended', what: 'chronology.form.what', source: 'chronology.form.source' },
  involvement: { service: 'network.form.service', people: 'network.form.people', does: 'network.form.does' },
  requirement: {
    kind: 'requirements.form.kind',
    what: 'requirements.form.what',
    basis: 'requirements.form.basis',
    every: 'requirements.form.every',
    unit: 'requirements.form.unit',
    next_due: 'requirements.form.next_due',
    child: 'requirements.form.child.plain',
    seen_by: 'requirements.form.seen_by',
    asks: 'requirements.form.asks',
  },
  learning: { meant: 'learning.form.meant' },
  challenge: {
    process: 'challenges.form.process',
    obstacle: 'challenges.form.obstacle',
    would_help: 'challenges.form.would_help',
    concerns: 'challenges.form.concerns',
  },
  cite: { source: 'citations.form.source', title: 'citations.form.title', link: 'citations.form.link', place: 'citations.form.place' },
  decision: { text: 'board.form.decision' },
  advance: { owner: 'board.form.escalate.owner', reason: 'disagreeing.form.reason' },
  settle: { how: 'disagreeing.form.how' },
  escalate: { owner: 'board.form.escalate.owner', reason: 'board.form.escalate.reason' },
  guest: {
    name: 'joining.guests.name',
    job: 'joining.guests.job',
    role: 'joining.guests.role',
    agency: 'joining.guests.agency',
  },
  unseat: { reason: 'chair.form.unseat.reason' },
  withdraw: { reason: 'board.form.withdraw.reason' },
  addendum: { text: 'closing.form.text', reason: 'closing.form.reason' },
};

const OF_SUBJECT: Record<string, string> = {
  effect_on_child: 'form.effect',
  reflects_child: 'form.reflects',
  childs_voice_not_heard_because: 'form.close.unheard',
};

/** The question that a form asks for this field; '' for one that is not asked. `prompt`: what a reflection answers. */
export function labelOf(form: FormKind, field: string, subject: SubjectType, prompt?: unknown): string {
  if (field === 'text' && prompt === 'voice_of_the_child') return about('form.text.voice', subject);
  const ofSubject = OF_SUBJECT[field];
  if (ofSubject) return about(ofSubject, subject);
  const key = OF_FORM[form]?.[field] ?? LABELS[field];
  return key ? t(key) : '';
}
