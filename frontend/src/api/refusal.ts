import type { Language, Refusal, RefusalWords } from './types';

let spoken: () => Language = () => 'en';

/** In which language refusals are read, whenever they are. */
export function refusalsSpeak(language: () => Language): void {
  spoken = language;
}

/**
 * What the server refused, or could not be asked. Its words are read in the language of the page at that moment, so that
 * what stands on a page follows it into the other; said as one text, they are the same in both.
 */
export class ApiError extends Error {
  readonly #said: Record<Language, RefusalWords>;

  constructor(
    readonly status: number,
    readonly code: string,
    said: string | Record<Language, RefusalWords>,
    fields: Record<string, string> = {},
    readonly current: unknown = undefined,
  ) {
    super();
    this.name = 'ApiError';
    const alike = { message: typeof said === 'string' ? said : '', fields };
    this.#said = typeof said === 'string' ? { en: alike, cy: alike } : said;
  }

  override get message(): string {
    return this.#said[spoken()].message;
  }

  /** Messages by field name. */
  get fields(): Record<string, string> {
    return this.#said[spoken()].fields;
  }

  /** Nothing reached the server, or nothing came back: the same request may be sent again. */
  get offline(): boolean {
    return this.status === 0;
  }

  /** The same, with fields named as they are on this page. */
  renamed(name: (field: string) => string): ApiError {
    const { en, cy } = this.#said;
    const said = ({ message, fields }: RefusalWords) => ({
      message,
      fields: Object.fromEntries(Object.entries(fields).map(([field, why]) => [name(field), why])),
    });
    return new ApiError(this.status, this.code, { en: said(en), cy: said(cy) }, {}, this.current);
  }
}

/** What the server answered, from a route or over the socket. */
export function refusedBy(status: number, { code, message, fields, words, current }: Omit<Refusal, 'ok'>): ApiError {
  return new ApiError(status, code, words ?? message, fields, current);
}
