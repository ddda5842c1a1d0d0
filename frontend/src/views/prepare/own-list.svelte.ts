import { tick } from 'svelte';
import { api } from '../../api/client';
import { t } from '../../i18n';
import { announce } from '../../ui/announce.svelte';
import { Attempt } from '../../ui/attempt.svelte';
import { Loaded } from '../../ui/loaded.svelte';

/**
 * What an agency brings as a list of its own, before the meeting: loaded, and one thing at a time added, changed or
 * taken away. `Own` is the whole list as the server answers it each time, `View` one thing on it.
 */
export class OwnList<Own, View extends { id: number }> {
  readonly own = new Loaded<Own>(() => api.get<Own>(this.path()));
  readonly attempt = new Attempt();
  /** The one whose form is open, "new" for one that is not there yet. */
  open = $state.raw<View | 'new' | null>(null);
  /** The button that opens an empty form; the focus comes back to it. */
  adder = $state<HTMLElement>();

  constructor(private readonly path: () => string) {}

  saved = async (now: Own) => {
    this.own.now = now;
    announce(t('common.saved'));
    await this.close();
  };

  close = async () => {
    this.open = null;
    await tick();
    this.adder?.focus();
  };

  /** Of what it brought to earlier meetings, those with these ids; null: all. */
  bring = (of: number[] | null) => this.change(() => api.post<Own>(`${this.path()}/bring`, of ? { of } : {}));

  remove = (view: View) => this.change(() => api.delete<Own>(`${this.path()}/${view.id}`));

  /** Without a form. */
  private change = (doing: () => Promise<Own>) => this.attempt.try(async () => this.saved(await doing()));
}
