// Elements of the page. What strangers wrote only ever becomes text.

/**
 * An element that page.html has.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`page.html has no #${id}`);
  return found;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Readonly<Record<string, string | number>>} attributes
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[T]}
 */
export function shape(tag, attributes, text = '') {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

/**
 * Leaves what is the same untouched, so that nobody is read the same text again.
 * @param {HTMLElement} at
 * @param {string} text
 */
export function setText(at, text) {
  if (at.textContent !== text) at.textContent = text;
}
