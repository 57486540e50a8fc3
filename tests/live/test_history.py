from explorer.live.history import DEPTH, History


def test_undo_and_redo_walk_through_the_states() -> None:
    history = History("").step("a").step("ab")
    assert history.undo().now == "a"
    assert history.undo().undo().now == ""
    assert history.undo().undo().undo().now == ""
    assert history.undo().redo() == history
    assert history.redo() is history


def test_a_new_step_forgets_what_was_undone() -> None:
    history = History("").step("a").undo().step("b")
    assert history.redo().now == "b"
    assert history.undo().now == ""


def test_dragging_a_slider_counts_as_one_step() -> None:
    history = History(0).step(1, "turn").step(2, "turn").step(3, "turn")
    assert history.undo().now == 0
    assert History(0).step(1, "turn").step(2, "shift").undo().now == 1


def test_dragging_again_after_an_undo_is_a_step_of_its_own() -> None:
    history = History(0).step(1, "turn").step(2, "shift").undo().step(3, "turn")
    assert history.undo().now == 1


def test_memory_of_the_past_is_bounded() -> None:
    history = History(0)
    for n in range(DEPTH + 50):
        history = history.step(n)
    assert len(history.past) == DEPTH
