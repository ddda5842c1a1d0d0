/** Files handed to the browser to keep, and what went wrong, in words, instead of a download that merely fails. */
import { api, asApiError, type SavedFile } from '../api/client';
import { announce } from './announce.svelte';

export class Saving {
  busy = $state(false);
  trouble = $state('');

  /** Fetch the file at `address` and keep it. A click that asks for another window goes its own way. */
  take = async (event: MouseEvent, address: string): Promise<void> => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await this.try(async () => keep(await api.file(address)));
  };

  async try(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = '';
    try {
      await work();
    } catch (thrown) {
      this.trouble = asApiError(thrown).message;
      announce(this.trouble);
    }
    this.busy = false;
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
