/** Files handed to the browser to keep, and what went wrong, in words, instead of a download that merely fails. */
import { api, type SavedFile } from '../api/client';
import { announce } from './announce.svelte';
import { Attempt } from './attempt.svelte';

export class Saving extends Attempt {
  get trouble(): string {
    return this.error?.message ?? '';
  }

  /** Fetch the file at `address` and keep it. A click that asks for another window goes its own way. */
  take = async (event: MouseEvent, address: string): Promise<void> => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await this.try(async () => keep(await api.file(address)));
  };

  override async try(work: () => Promise<unknown>): Promise<boolean> {
    const done = await super.try(work);
    if (this.error) announce(this.error.message);
    return done;
  }
}

export function keep(file: SavedFile): void {
  const address = URL.createObjectURL(file.content);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
