/** The SHA-256 of a file, reckoned here: the file itself never leaves this computer. */

/** Larger than any export can be; a browser has to hold the whole file to reckon. */
export const LARGEST_FILE = 200 * 1024 * 1024;

export function canReckon(): boolean {
  return typeof crypto !== 'undefined' && crypto.subtle !== undefined;
}

export async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
