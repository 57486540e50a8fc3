from explorer.network.compare import compare
from explorer.network.presets import preset
from explorer.views.scene.derived import differences, gradients
from explorer.views.scene.moves import marks_of
from tests.views.scene.samples import fake_trace
from tests.views.scene.test_derived import fake_gradients

LENET = preset("lenet")


def test_every_moved_winner_has_one_mark_from_its_old_to_its_new_cell() -> None:
    comparison = compare(fake_trace(LENET, 0), fake_trace(LENET, 1))
    derived = differences(comparison)
    marks = marks_of(derived)
    count = sum(len(m.lines) for m in marks.values())
    assert count == sum(s.moved_count for s in comparison.stages)
    moves = derived.moved[0]
    first = marks[moves.index, int(moves.planes[0])]
    row, column = moves.after[0]
    assert (first.dots[0].x(), first.dots[0].y()) == (column + 0.5, row + 0.5)
    old, new = first.frames()
    assert new[0].contains(first.dots[0])
    assert old[0].contains(first.lines[0].p1())
    row, column = moves.before[0]
    assert (first.lines[0].x1(), first.lines[0].y1()) == (column + 0.5, row + 0.5)


def test_gradients_move_no_winners() -> None:
    trace = fake_trace(LENET)
    assert marks_of(gradients(LENET, fake_gradients(trace))) == {}
    assert marks_of(None) == {}
