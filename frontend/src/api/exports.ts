/** What an agency takes away comes in these kinds of file, the most read first. */
import type { ExportFormat, Language } from './types';

export const EXPORT_FORMATS: readonly ExportFormat[] = ['pdf', 'docx', 'xlsx', 'csv', 'json', 'ics', 'txt'];

/** How many characters a record system's free-text box may hold; 0: as many as there are. */
export const TEXT_LIMITS: readonly number[] = [0, 1000, 2000, 4000, 8000, 32000];

export function exportAddress(meetingId: number, format: ExportFormat, language: Language, limit = 0): string {
  return `/api/meetings/${meetingId}/exports/${format}?language=${language}${limit ? `&limit=${limit}` : ''}`;
}
