/** What a control asks, from its group to its own label, as the page says it. */
export function questions(id: string): string[] {
  const control = document.getElementById(id);
  const group = control?.closest('fieldset')?.querySelector('legend');
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  return [group, label].map((each) => each?.textContent?.replace(/\s+/g, ' ').trim() ?? '').filter(Boolean);
}
