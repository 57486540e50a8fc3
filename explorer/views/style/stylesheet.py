"""The look of Qt's own widgets, written from a theme."""

from enum import Enum

from explorer.views.style.theme import FAMILY, GRID, LARGE, NORMAL, RADIUS, SMALL, STRONG, Theme


class ButtonShape(Enum):
    """How a tool button is set: height, room beside its text, font size."""

    TOOL = (30, 6, NORMAL)
    CHIP = (30, 10, NORMAL)
    TAB = (30, 14, NORMAL)  # without a frame
    FLAT = (26, 5, NORMAL)  # without a frame
    KEY = (26, 3, SMALL)
    SMALL_CHIP = (26, 7, SMALL)
    TIGHT_CHIP = (26, 4, SMALL)
    LOW_CHIP = (22, 7, SMALL)
    SEGMENT = (20, 4, SMALL)
    FOLD = (22, 0, NORMAL)  # without a frame
    HANDLE = (56, 0, SMALL)  # at the border of a column


def stylesheet(theme: Theme) -> str:
    """Return the application's style sheet for a theme.

    Widgets opt into a role by a dynamic property: `role` = panel, card, heading,
    caption, brand, title, error, banner, primary.
    """
    p = theme.palette
    small, normal, large = (f"{theme.size(s)}px" for s in (SMALL, NORMAL, LARGE))
    # no text: a style sheet
    return f"""
    * {{ font-family: "{FAMILY}", sans-serif; font-size: {normal}; color: {p.text}; }}
    QMainWindow, QDialog {{ background: {p.window}; }}
    QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QWidget[role="page"] {{ background: {p.window}; }}
    QWidget[role="bar"] {{ background: {p.panel}; border-bottom: 1px solid {p.border}; }}
    QFrame[role="panel"], QFrame[role="card"], QFrame[role="banner"], .QFrame[role="note"] {{
        background: {p.panel}; border: 1px solid {p.border}; border-radius: {RADIUS}px;
    }}
    QFrame[role="run"], QFrame[role="run-active"] {{
        background: {p.panel}; border: 1px solid {p.border}; border-radius: 6px;
    }}
    QFrame[role="card"], QFrame[role="run"]:hover {{ border-color: {p.border_strong}; }}
    QFrame[role="run-active"] {{ border-color: {p.accent}; }}
    QFrame[role="banner"] {{ border-color: {p.bad}; }}
    .QFrame[role="note"] {{ border-color: {p.accent}; }}
    QLabel[role="brand"] {{ font-size: {large}; font-family: "{STRONG}"; }}
    QLabel[role="title"] {{ font-size: {theme.size(LARGE + 4)}px; font-family: "{STRONG}"; }}
    QLabel[role="heading"] {{ font-family: "{STRONG}"; }}
    QLabel[role="caption"] {{ font-size: {small}; color: {p.muted}; }}
    QLabel[role="small"] {{ font-size: {small}; }}
    QLabel[role="fact"] {{ font-size: {small}; font-family: "{STRONG}"; }}
    QLabel[role="error"] {{ color: {p.bad}; }}
    QLabel[role="field-error"] {{ color: {p.bad}; font-size: {small}; }}
    QPushButton, QToolButton {{
        background: {p.panel}; border: 1px solid {p.border}; border-radius: 6px;
    }}
    QPushButton {{ padding: 4px 10px; min-height: {2 * GRID}px; }}
    QPushButton:hover, QToolButton:hover {{
        border-color: {p.border_strong}; background: {p.field};
    }}
    QPushButton:pressed, QToolButton:pressed {{ background: {p.accent_soft}; }}
    QToolButton:checked {{
        background: {p.accent_soft}; border-color: {p.accent}; color: {p.accent};
    }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus {{ border-color: {p.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {p.disabled}; }}
    QToolButton[shape="FLAT"]:!hover:!checked, QToolButton[shape="TAB"]:!hover:!checked,
    QToolButton[shape="FOLD"], QToolButton[shape="FOLD"]:hover {{
        background: transparent; border: 1px solid transparent;
    }}
    QToolButton[shape="FOLD"] {{ font-family: "{STRONG}"; margin-left: -6px; }}
    QToolButton[shape="FOLD"]:hover {{ color: {p.accent}; }}
    QToolButton[shape="HANDLE"] {{ background: {p.border}; border: none; border-radius: 4px; }}
    QToolButton[shape="HANDLE"]:hover {{ background: {p.faint}; }}
    QToolButton[shape="SEGMENT"] {{
        background: {p.field}; color: {p.muted}; border-radius: 0;
        border-left-color: {p.field}; border-right-color: {p.field};
    }}
    QToolButton[shape="SEGMENT"][first="true"] {{
        border-left-color: {p.border};
        border-top-left-radius: 5px; border-bottom-left-radius: 5px;
    }}
    QToolButton[shape="SEGMENT"][last="true"] {{
        border-right-color: {p.border};
        border-top-right-radius: 5px; border-bottom-right-radius: 5px;
    }}
    QToolButton[shape="SEGMENT"]:hover {{
        background: {p.panel}; border: 1px solid {p.border_strong}; border-radius: 5px;
    }}
    QToolButton[shape="SEGMENT"]:checked {{
        background: {p.accent_soft}; color: {p.accent};
        border: 1px solid {p.accent}; border-radius: 5px;
    }}
    QToolButton[shape="SEGMENT"][own="true"]:checked {{
        background: {p.panel}; color: {p.text}; border: 1px solid {p.border_strong};
    }}
    QToolButton[shape="SEGMENT"]:!checked:disabled {{ color: {p.disabled}; }}
    {", ".join(f'QToolButton[shape="{s.name}"]:focus:enabled' for s in ButtonShape)} {{
        border: 2px solid {p.accent};
    }}
    *[role="primary"] {{ background: {p.accent}; color: {p.on_accent}; border: none; }}
    *[role="primary"]:hover {{ background: {p.accent}; border: none; }}
    *[role="primary"]:disabled {{ background: {p.field}; color: {p.disabled}; }}
    QToolButton[role="primary"]:focus:enabled {{ border: 2px solid {p.text}; }}
    {"".join(_tool_button(theme, shape) for shape in ButtonShape)}
    QSplitter::handle {{ background: transparent; image: none; }}
    QSplitter::handle:hover {{ background: {p.border}; }}
    QMenuBar {{ background: transparent; border: none; padding: 1px 6px; }}
    QMenuBar::item {{ background: transparent; padding: 4px 10px; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {p.accent_soft}; }}
    QMenu {{ background: {p.panel}; border: 1px solid {p.border_strong}; padding: 4px; }}
    QMenu::item {{ padding: 5px 28px 5px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {p.accent_soft}; }}
    QMenu::item:disabled {{ color: {p.disabled}; }}
    QMenu::separator {{ height: 1px; background: {p.border}; margin: 4px 8px; }}
    QStatusBar {{ background: {p.panel}; border-top: 1px solid {p.border}; }}
    QStatusBar::item {{ border: none; }}
    QStatusBar QLabel, QStatusBar Sentence {{ color: {p.muted}; font-size: {small}; }}
    QToolTip {{
        background: {p.text}; color: {p.panel}; border: none; padding: 5px; font-size: {small};
    }}
    QComboBox, QLineEdit, QAbstractSpinBox {{
        background: {p.panel}; border: 1px solid {p.border}; border-radius: 6px;
        padding: 4px 8px; min-height: {2 * GRID}px;
        selection-background-color: {p.accent}; selection-color: {p.on_accent};
    }}
    QLineEdit:focus, QAbstractSpinBox:focus {{ border-color: {p.accent}; }}
    QAbstractSpinBox[wrong="true"] {{ border-color: {p.bad}; }}
    QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
        color: {p.disabled}; background: {p.field};
    }}
    QAbstractSpinBox {{ min-height: 13px; }}
    QAbstractSpinBox QLineEdit {{
        background: transparent; border: none; padding: 0; min-height: 0;
    }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
        subcontrol-origin: border; width: {round(20 * theme.scale)}px;
        border: none; background: transparent;
    }}
    QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow, QComboBox::down-arrow {{
        image: none; border: none;
    }}
    QComboBox {{ padding-right: 18px; }}
    QComboBox::drop-down {{ border: none; width: 0px; }}
    QPlainTextEdit {{ font-family: "Consolas", "Menlo", "DejaVu Sans Mono", monospace; }}
    QTextBrowser, QPlainTextEdit {{
        background: {p.panel}; border: 1px solid {p.border}; border-radius: {RADIUS}px;
        padding: {GRID}px; selection-background-color: {p.accent};
        selection-color: {p.on_accent};
    }}
    QComboBox QAbstractItemView {{
        background: {p.panel}; border: 1px solid {p.border_strong};
        selection-background-color: {p.accent_soft}; selection-color: {p.text};
    }}
    QScrollArea {{ background: transparent; border: none; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QAbstractScrollArea::corner {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; }}
    QScrollBar::handle {{ background: {p.border_strong}; border-radius: 4px; margin: 1px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
    QProgressBar {{
        background: {p.field}; border: 1px solid {p.border}; border-radius: 4px;
        text-align: center; font-size: {small};
    }}
    QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
    QProgressBar[role="thin"], QProgressBar[role="share"] {{ border: none; border-radius: 0; }}
    QProgressBar[role="thin"] {{ min-height: 3px; max-height: 3px; }}
    QProgressBar[role="share"] {{ margin: {theme.size(6)}px 12px {theme.size(6)}px 6px; }}
    QProgressBar[role="thin"]::chunk, QProgressBar[role="share"]::chunk {{ border-radius: 0; }}
    """


def _tool_button(theme: Theme, shape: ButtonShape) -> str:
    """Return the rules of one shape; the button itself knows its size."""
    _high, side, font = shape.value
    return f"""
    QToolButton[shape="{shape.name}"] {{ font-size: {theme.size(font)}px; }}
    QToolButton[shape="{shape.name}"][toolButtonStyle="2"] {{
        padding-left: {round(max(0, side - 3) * theme.scale)}px;
    }}"""
