"""What the scene shows: numbers, a selection and the edges of a unit, put into the shared state.

It knows no window. The flat and the stacked picture show the same content, each in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping

from explorer.network.cells import Selection
from explorer.network.explanations import DenseExplanation
from explorer.network.records import Trace, Weights
from explorer.network.spec import Spec
from explorer.views.scene.derived import Derived, restated, weighed
from explorer.views.scene.edges import edges_of
from explorer.views.scene.mosaic import marked_poolings
from explorer.views.scene.options import SceneOptions
from explorer.views.scene.state import SceneState


class Content:
    """Changes the state that pictures paint; who calls it has them painted again."""

    def __init__(self, state: SceneState) -> None:
        self.state = state
        self.spec = state.layout.spec  # of which the layout may be still to come
        self.options = SceneOptions()
        self.contributions: DenseExplanation | None = None
        self._given: Selection | None = None  # with the cell's value, whatever is shown
        self._under_mouse = ""  # a stage

    def show_spec(self, spec: Spec) -> None:
        """Forget all numbers; the layout of the new spec follows."""
        self.state.trace, self.state.selection, self.state.pointed = None, None, None
        self._given = None
        self.state.set_derived(None, self.options.scope)
        self.state.set_weights({})
        self.contributions, self.spec = None, spec

    def show_numbers(
        self,
        trace: Trace | None,
        weights: Mapping[str, Weights],
        derived: Derived | None = None,
    ) -> None:
        """Show all numbers of a trace of the spec, or others in place of its values.

        None is the calm state of an empty pad. Kernels show `weights`, or those of the trace.
        """
        if derived is not None and derived.comparison is not None:
            trace = derived.comparison.after
        self.state.trace = trace
        self.state.set_weights(weights or ({} if trace is None else trace.weights))
        if derived is not None or self.state.derived is not None:
            self._derive(derived)
        self.fill()

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Select a cell, with the number that is shown there."""
        self._given = selection
        if selection is not None and self.state.derived is not None:
            selection = restated(selection, self.spec, self.state.derived)
        self.state.selection, self.state.frozen = selection, frozen
        self._mark()

    def point_at(self, stage: str) -> None:
        """Take note of the stage whose maps or name are under the mouse, '' for none."""
        self._under_mouse = stage
        self._mark()

    def show_contributions(self, explanation: DenseExplanation | None) -> None:
        """Show the edges of the selected unit, of which the selection was shown before."""
        self.contributions = explanation
        self.join()

    def show_options(self, options: SceneOptions) -> None:
        """Show the same numbers by other choices: what shares a range, winners, pixels."""
        before, self.options = self.options, options
        if options.pixel_style != before.pixel_style:
            self.state.set_pixels(options.pixel_style)
        if options.scope != before.scope and self.state.derived is not None:
            self.state.set_derived(self.state.derived, options.scope)
        if options.all_connections != before.all_connections:
            self.join()
        self.fill()

    @property
    def drawn(self) -> tuple[int, int] | None:
        """How many edges of a unit are drawn, and of how many; None where no unit is selected."""
        if self.state.forward or self.contributions is None:
            return None
        return len(self.state.edges), len(self.contributions.products)

    def join(self) -> None:
        """Find the edges anew, for other contributions or another layout."""
        explanation, state = self.contributions, self.state
        names = {stage.stage.name for stage in state.layout.stages}
        if state.forward or explanation is None or explanation.cell.stage not in names:
            state.edges, state.edge = (), None
            return
        terms = weighed(explanation, state.derived)
        other = state.derived if terms is not explanation else None
        state.edge_quantity = other.kind if other is not None else ""
        state.edges = edges_of(state.layout, terms, state.frozen, self.options.all_connections)
        if state.edge is not None:
            source = state.edge.term.source
            same = (e for e in state.edges if e.term.source == source)
            state.edge = next(same, None)

    def fill(self) -> None:
        """Give every cell the colour of its number."""
        state = self.state
        state.marked = self._marked()
        if state.derived is not None:
            self._fill_derived(state.derived)
        elif state.trace is None:
            state.mosaic.clear()
        else:
            state.mosaic.show(state.trace, self.options.scope, state.marked)

    def _mark(self) -> None:
        """Mark the winners of other poolings if others are pointed at or chosen now."""
        if self._marked() != self.state.marked:
            self.fill()

    def _marked(self) -> tuple[str, ...]:
        selection = self.state.selection
        stage = selection.cell.stage if selection is not None else ""
        pointed, chosen = (self._under_mouse, stage), stage if self.state.frozen else ""
        return marked_poolings(self.spec, self.options.all_winners, pointed, chosen)

    def _fill_derived(self, derived: Derived) -> None:
        mosaic, trace = self.state.mosaic, self.state.trace
        if derived.stages is not None and derived.kind != "change":
            mosaic.show_derived(derived.kind, derived.stages, self.options.scope)
        elif trace is not None:
            mosaic.show_faded(trace, self.options.scope)
        else:
            mosaic.clear()

    def _derive(self, derived: Derived | None) -> None:
        """Take other numbers than values, or none; the selection has what is shown at its cell."""
        state, given = self.state, self._given
        state.set_derived(derived, self.options.scope)
        if given is not None and given.cell.stage in {s.name for s in self.spec.stages}:
            state.selection = restated(given, self.spec, derived)
        if self.contributions is not None:
            self.join()
