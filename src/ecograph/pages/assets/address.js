// @ts-check
// The part of the address after #, in which a page keeps its state.

export const address = new URLSearchParams(location.hash.slice(1));

/** Takes on the address as a link on the page has changed it. */
export function reread() {
  for (const key of [...address.keys()]) address.delete(key);
  new URLSearchParams(location.hash.slice(1)).forEach((value, key) => address.set(key, value));
}

/**
 * Writes values into the address; what is empty leaves it.  `past` stays with this entry of the
 * history of the browser, so that a reload keeps what can be undone.
 * @param {Record<string, string | null>} values
 * @param {unknown} [past]
 */
export function remember(values, past = history.state) {
  for (const [key, value] of Object.entries(values)) {
    if (value) address.set(key, value);
    else address.delete(key);
  }
  const hash = address.toString();
  try {
    history.replaceState(past, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    location.replace(`#${hash}`); // a browser that keeps files from changing their address
  }
}
