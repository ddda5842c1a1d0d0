/** Whether the browser took it to be pasted elsewhere: not all do, and some ask first. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
