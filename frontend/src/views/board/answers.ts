/** What a decision or a reflection answers, in words. */
import { t } from '../../i18n';
import { one } from '../../store/apply';
import { concerns, disagreements, positions } from '../../store/selectors';
import { answerKey } from './forms/values';
import type { BoardPage } from './page.svelte';
import { shortened } from './plain';

/** One line for each that is still there. */
export function answerTexts(page: BoardPage, answers: readonly { type: string; id: number }[]): string[] {
  const { board } = page;
  return answers.flatMap(({ type, id }) => {
    if (type === 'drift_concern') return one(board, 'drift_concern', id)?.what ?? [];
    if (type === 'disagreement') return one(board, 'disagreement', id)?.about ?? [];
    if (type === 'reflection') return one(board, 'reflection', id)?.text ?? [];
    if (type === 'requirement') {
      const requirement = one(board, 'requirement', id);
      return requirement ? `${page.short(requirement.agency_id)}: ${requirement.what}` : [];
    }
    const position = one(board, 'threshold_position', id);
    return position ? `${page.short(position.agency_id)}: ${t('board.position.level', { level: position.level })}` : [];
  });
}

/** What both a decision and a reflection may answer. */
export function answerable(page: BoardPage): { value: string; text: string }[] {
  return [
    ...concerns(page.board).map((each) => ({ value: answerKey(each), text: `${t('board.drift.title')}: ${shortened(each.what, 60)}` })),
    ...disagreements(page.board).map((each) => ({
      value: answerKey(each),
      text: `${t('board.form.answers.disagreement')}: ${shortened(each.about, 60)}`,
    })),
    ...positions(page.board).map((each) => ({
      value: answerKey(each),
      text: `${page.short(each.agency_id)}: ${t('board.position.level', { level: each.level })}`,
    })),
  ];
}
