/** Cards keep their place while the page is open: what is new comes last, so that nothing moves under the reader. */
export class SteadyOrder {
  #known: string[] = [];

  /** `things` in the order in which they were first shown; new ones in the given order, at the end. */
  arrange<Thing>(things: readonly Thing[], key: (thing: Thing) => string): Thing[] {
    const byKey = new Map(things.map((thing) => [key(thing), thing]));
    this.#known = [...this.#known, ...[...byKey.keys()].filter((each) => !this.#known.includes(each))];
    return this.#known.flatMap((each) => {
      const thing = byKey.get(each);
      return thing === undefined ? [] : [thing];
    });
  }
}
