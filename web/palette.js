// Which line of the chart has which colour. A page keeps its own for as long as it is drawn. Pure.

/** As many as page.css has. */
export const COLOURS = 6;

export class Palette {
  /** @type {Map<string, number>} */
  #of = new Map();

  /**
   * @param {readonly string[]} pages those that are drawn now, no more than COLOURS
   * @returns {ReadonlyMap<string, number>}
   */
  assign(pages) {
    const kept = [...this.#of].filter(([page]) => pages.includes(page));
    this.#of = new Map(kept);
    const free = Array.from({ length: COLOURS }, (_, i) => i).filter((i) => !kept.some(([, used]) => used === i));
    for (const page of pages) {
      const next = this.#of.has(page) ? undefined : free.shift();
      if (next !== undefined) this.#of.set(page, next);
    }
    return this.#of;
  }
}
