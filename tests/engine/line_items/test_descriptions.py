"""The description of a row is the first wrapped block of its text; what follows is kept as details."""

from extraction.engine.document import Page, Word
from tests.engine.line_items.tables import LEFT, find, line, page

TITLES = ("Description", "Qty", "Unit Price", "Amount")
LONG = "Maintenance of the heating system and"


def described(*lines: list[Word]) -> list[tuple[str | None, str | None]]:
    words = tuple(word for part in lines for word in part)
    return [(row.item.description, row.details) for row in find(Page(1, 600, 800, words)).rows]


def test_a_text_that_had_no_more_room_goes_on_below():
    found = described(
        line(100, *TITLES),
        line(120, LONG, "1", "90.00", "90.00"),
        line(131, "of all pipes"),
        line(160, "Travel", "2", "5.00", "10.00"),
    )
    assert found == [(f"{LONG} of all pipes", None), ("Travel", None)]


def test_a_short_line_ends_the_description_and_the_rest_are_details():
    found = described(
        line(100, *TITLES),
        line(120, "Heating", "1", "90.00", "90.00"),
        line(131, "as offered on the telephone last week"),
        line(160, "Travel", "2", "5.00", "10.00"),
    )
    assert found == [("Heating", "as offered on the telephone last week"), ("Travel", None)]


def test_a_label_begins_the_details():
    found = described(line(100, *TITLES), line(120, LONG, "1", "90.00", "90.00"), line(131, "Serial: A-17"))
    assert found == [(LONG, "Serial: A-17")]


def test_numbers_a_little_below_their_text_belong_to_it():
    found = described(
        line(100, *TITLES),
        *(line(120 + 30 * at, name) for at, name in enumerate(("Heating", "Travel", "Parking"))),
        *(line(127 + 30 * at, "", "2", "5.00", "10.00") for at in range(3)),
    )
    assert [text for text, _ in found] == ["Heating", "Travel", "Parking"]


def test_numbers_in_the_middle_of_two_lines_belong_to_both():
    found = described(
        line(100, *TITLES),
        line(120, LONG),
        line(126, "", "1", "90.00", "90.00"),
        line(132, "of all pipes"),
        line(160, "Travel", "2", "5.00", "10.00"),
    )
    assert found[0] == (f"{LONG} of all pipes", None)


def test_the_heading_of_a_group_is_no_part_of_the_next_description():
    found = described(
        line(100, *TITLES),
        line(120, "Heating", "1", "90.00", "90.00"),
        line(150, "Second week"),
        line(180, "Travel", "2", "5.00", "10.00"),
    )
    assert [text for text, _ in found] == ["Heating", "Travel"]


def test_text_beside_the_table_is_left_out():
    words = [
        word for part in (line(100, *TITLES), line(120, "Heating", "1", "90.00", "90.00")) for word in part
    ]
    shifted = [*line(111, "Net 45"), *line(131, "Bank")]
    moved = tuple(
        Word(w.text, w.box.__class__(w.box.x0 + 150, w.box.y0, w.box.x1 + 150, w.box.y1)) for w in words
    )
    assert shifted[0].box.x0 == LEFT
    (row,) = find(Page(1, 800, 800, (*moved, *shifted))).rows
    assert row.item.description == "Heating"


def test_a_position_is_no_description():
    table = page(("Item", "", "Qty", "Price", "Total"), ("Heating", "1", "90.00", "90.00"))
    assert [row.item.description for row in find(table).rows] == ["Heating"]
