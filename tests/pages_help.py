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
