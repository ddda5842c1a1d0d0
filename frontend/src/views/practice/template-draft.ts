import type { TemplateStage } from '../../api/practice-types';
import { t } from '../../i18n';

type Both = { en: string; cy: string };

/** A stage as it is written: `id` is the page's own, so that fields stay with their stage when it moves. */
export interface DraftStage {
  id: number;
  key: string;
  name: Both;
  prompt: Both;
  minutes: string;
  hidden: string[];
}

let made = 0;

export function draftStage(stage: TemplateStage): DraftStage {
  const { key, name, prompt, minutes, hidden_round } = stage;
  return { id: made++, key, name: { ...name }, prompt: { ...prompt }, minutes: String(minutes), hidden: hidden_round ? ['yes'] : [] };
}

export function blankStage(): DraftStage {
  return { id: made++, key: '', name: { en: '', cy: '' }, prompt: { en: '', cy: '' }, minutes: '10', hidden: [] };
}

export function bodyOf(name: Both, stages: readonly DraftStage[]) {
  return {
    name,
    stages: stages.map(({ key, name: called, prompt, minutes, hidden }) => ({ key, name: called, prompt, minutes: Number(minutes), hidden_round: hidden.length > 0 })),
  };
}

/** What is missing, by field, in words. */
export function missingIn(name: Both, stages: readonly DraftStage[]): Record<string, string> {
  const found: Record<string, string> = {};
  const need = (field: string, text: Both) => {
    for (const lang of ['en', 'cy'] as const) if (!text[lang].trim()) found[`${field}.${lang}`] = t('practice.templates.missing');
  };
  need('name', name);
  stages.forEach((stage, at) => {
    need(`stages.${at}.name`, stage.name);
    need(`stages.${at}.prompt`, stage.prompt);
    const minutes = Number(stage.minutes);
    if (!/^\d{1,3}$/.test(stage.minutes.trim()) || minutes < 1 || minutes > 240) found[`stages.${at}.minutes`] = t('practice.templates.minutes_wrong');
  });
  return found;
}
