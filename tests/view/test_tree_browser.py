import shutil

import pytest
from tests.view.tree_games import crisis_game, signal_game, threat_game

from standoff.view.tree import data, draw_tree

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

MEASURE = """() => [...document.querySelectorAll("text")].map(text => {
  const box = text.getBBox();
  return [text.lastChild.data, box.x, box.x + box.width];
})"""

#: Browsers may round the width of a letter to whole pixels.
ROUNDING = 1.0


@pytest.fixture(scope="module")
def page():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("orientation", ["left", "top"])
@pytest.mark.parametrize("make", [threat_game, signal_game, crisis_game])
def test_a_browser_needs_no_more_room_than_was_kept(page, make, orientation):
    game, solution = make()
    picture = data(game, solution, orientation=orientation)
    page.set_content(draw_tree(game, solution, orientation=orientation))
    drawn = page.evaluate(MEASURE)
    labels = [label for mark in (*picture.branches, *picture.nodes) for label in mark.labels]
    labels += [*picture.headings, *(mark.label for mark in picture.key)]
    room: dict[str, float] = {}
    for label in labels:
        room[label.text] = max(label.room, room.get(label.text, 0.0))
    assert {text for text, _, _ in drawn} == set(room)
    for text, left, right in drawn:
        assert right - left <= room[text] + ROUNDING, text
        assert left >= 0
        assert right <= picture.width
