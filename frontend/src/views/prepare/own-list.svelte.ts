import { tick } from 'svelte';
import { api, type ApiError, asApiError } from '../../api/client';
import { t } from '../../i18n';
import { announce } from '../../ui/announce.svelte';
import { Attempt } from '../../ui/attempt.svelte';

/**
 * What an agency brings as a list of its own, before the meeting: loaded, and one thing at a time added, changed or
 * taken away. `Own` is the whole list as the server answers it each time, `View` one thing on it.
 */
export class OwnList<Own, View extends { id: number }> {
  own = $state.raw<Own | null>(null);
  trouble = $state.raw<ApiError | null>(null);
  readonly attempt = new Attempt();
  /** The one whose form is open, "new" for one that is not there yet. */
  open = $state.raw<View | 'new' | null>(null);
  /** The button that opens an empty form; the focus comes back to it. */
  adder = $state<HTMLElement>();

  constructor(private readonly path: () => string) {}

  load = async () => {
    this.trouble = null;
    try {
      this.own = await api.get<Own>(this.path());
    } catch (thrown) {
      this.trouble = asApiError(thrown);
    }
  };

  saved = async (now: Own) => {
    this.own = now;
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
