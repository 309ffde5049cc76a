"""What a reader does on a page with a network."""

from playwright.sync_api import Page


def download(page: Page, button: str) -> str:
    """The text of the file that a button of a page saves."""
    with page.expect_download() as waiting:
        page.click(f"#{button}")
    return waiting.value.path().read_text(encoding="utf-8-sig")


def search(page: Page, words: str) -> None:
    """Chooses the entity that the search finds first."""
    page.fill("#q", words)
    page.keyboard.press("Enter")


# Lets a test know where the drawing stands, which scripts of a page keep to themselves.
WATCH = """
let held;
Object.defineProperty(window, "vis", {
  set(value) { held = value; },
  get() {
    if (!held?.Network || held.watched) return held;
    const Plain = held.Network;
    class Network extends Plain {
      constructor(...given) { super(...given); window.watchedNetwork = this; }
    }
    const parts = { Network, watched: true };
    held = new Proxy(held, { get: (target, key) => parts[key] ?? target[key] });
    return held;
  },
});
"""


def spot_of(page: Page, key: str) -> tuple[float, float]:
    """Where the node of an entity stands on the screen."""
    at = page.evaluate(
        """(key) => {
          const data = JSON.parse(document.getElementById("network").textContent);
          const net = window.watchedNetwork;
          const { x, y } = net.canvasToDOM(net.getPosition(data.nodes.id.indexOf(key)));
          const box = document.getElementById("canvas").getBoundingClientRect();
          return [box.left + x, box.top + y];
        }""",
        key,
    )
    return at[0], at[1]
