"""Sheet: the one style sheet; `@name` is a colour, `~8` a length at the text scale, `^base` a type size."""

SHEET = """
QWidget { color: @text; }
QMainWindow, QWidget[role="canvas"], QStackedWidget, QScrollArea, QDialog { background: @canvas; }
QScrollArea { border: none; }
QWidget[role="clear"] { background: transparent; }
QWidget[role="card"] { background: @surface; border: 1px solid @line; border-radius: ~6; }
QWidget[role="line"] { background: transparent; border: 1px solid transparent; border-radius: ~4; }
QWidget[role="line"]:hover { background: @sunken; }
QWidget[role="line"]:focus { border: 1px solid @accent; }
FieldWidget[role="held"] { border: 1px solid transparent; border-radius: 4px; }
FieldWidget[role="held"]:focus { border-color: @accent; }
QWidget[role="plain"] { background: @surface; border: none; }
QWidget[role="sunken"] { background: @sunken; border: none; border-radius: ~6; }
QWidget[role="alarm"] { background: @bad_soft; border: 1px solid @bad; border-radius: ~6; }
QWidget[role="notice"] { background: @wait_soft; border: 1px solid @wait; border-radius: ~6; }
QWidget[role="side"] { background: @surface; border: none; border-right: 1px solid @line; }
QWidget[role="bar"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QToolTip { background: @surface; color: @text; border: 1px solid @edge; padding: ~4; }

QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: @muted; }
QLabel { background: transparent; border: none; }
QLabel[role="title"] { font-size: ^title; font-weight: 700; }
QLabel[role="large"] { font-size: ^large; font-weight: 700; }
QLabel[role="head"] { font-size: ^head; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="small"] { color: @muted; font-size: ^small; }
QLabel[role="fault"] { color: @bad; font-size: ^small; }
QLabel[role="clock"] { font-size: ^large; font-weight: 700; color: @bad; }
QLabel[role="words"] { font-size: ^large; font-weight: 700; color: @accent; }
QLabel[role="pill"] { font-weight: 700; padding: 0px ~12; min-height: ~20; max-height: ~20; border-radius:
  ~10; }
QLabel[role="pill"], QPushButton[role="pill"] { background: @info_soft; color: @info; }
QLabel[role="pill"][tone="good"] { background: @good_soft; color: @good; }
QLabel[role="pill"][tone="wait"] { background: @wait_soft; color: @wait; }
QLabel[role="pill"][tone="bad"] { background: @bad_soft; color: @bad; }
QLabel[role="marking"] { font-size: ^small; font-weight: 700; background: @sunken; color: @muted; padding:
  1px; }
QLabel[role="marking"][tone="wait"] { background: @wait_soft; color: @wait; }
QLabel[role="marking"][tone="bad"] { background: @bad_soft; color: @bad; }

QPushButton, QToolButton { background: @surface; border: 1px solid @line; border-radius: ~6;
  padding: ~4 ~12; min-height: ~18; }
QPushButton:hover, QToolButton:hover { border-color: @accent; }
QPushButton:pressed, QToolButton:pressed { background: @sunken; }
QPushButton:focus, QToolButton:focus { border: 1px solid @accent; }
QPushButton:disabled, QToolButton:disabled { color: @muted; background: @sunken; border-color: @track; }
QPushButton[role="primary"], QToolButton[role="primary"] { background: @accent; color: @on_accent;
  border-color: @accent; font-weight: 700; }
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover { background: @accent_strong; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border: 1px solid @text; }
QPushButton[role="primary"]:disabled { background: @track; color: @muted; border-color: @track; }
QPushButton[role="danger"] { background: @surface; color: @bad; border-color: @bad; font-weight: 700; }
QPushButton[role="danger"]:hover, QPushButton[role="danger"]:focus { background: @bad_soft; }
QPushButton[role="alarm"] { background: @bad; color: @surface; border-color: @bad; font-weight: 700; }
QPushButton[role="alarm"]:hover, QPushButton[role="alarm"]:focus { border: 1px solid @text; }
QPushButton[role="emergency"] { background: @bad; color: @surface; border-color: @bad; font-weight: 700; }
QPushButton[role="emergency"]:hover, QPushButton[role="emergency"]:focus { border: 2px solid @text; padding:
  ~3 ~11; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { border-color: transparent; background: transparent; }
QPushButton[role="quiet"]:hover, QPushButton[role="quiet"]:focus { border-color: @accent; }
QPushButton[role="pill"] { font-weight: 700; border-color: @info_soft; border-radius: ~13; }
QPushButton[role="pill"][tone="wait"] { background: @wait_soft; color: @wait; border-color: @wait_soft; }
QPushButton[role="pill"][tone="good"] { background: @good_soft; color: @good; border-color: @good_soft; }
QPushButton[role="pill"]:hover, QPushButton[role="pill"]:focus { border-color: @accent; }
QPushButton[role="chip"], QToolButton[role="chip"] { border-radius: ~12; padding: ~3 ~12; min-height: ~18;
  max-height: ~18; }
QPushButton[role="chip"]:checked, QToolButton[role="chip"][set="true"] { background: @accent_soft; color:
  @accent;
  border-color: @accent_soft; font-weight: 700; }
QPushButton[role="chip"]:focus, QToolButton[role="chip"]:focus { border-color: @accent; }
QPushButton[role="nav"] { text-align: left; border: 1px solid transparent; background: transparent;
  padding: ~4 ~8;
  min-height: ~20; }
QPushButton[role="nav"]:hover { background: @sunken; }
QPushButton[role="nav"]:focus { border-color: @accent; }
QPushButton[role="nav"]:checked { background: @accent_soft; color: @accent; font-weight: 700; }
QPushButton[role="choice"] { padding: 0px; }
QPushButton[role="row"] { text-align: left; border-color: transparent; background: transparent; padding: ~2
  ~4; }
QPushButton[role="row"]:hover { background: @sunken; }
QPushButton[role="row"]:focus { border-color: @accent; }
QPushButton[role="fold"] { text-align: left; border: 1px solid transparent; background: transparent;
  padding: 0px ~4 0px 0px; margin-left: -4px; font-size: ^head; font-weight: 700; min-height: ~20; }
QPushButton[role="fold"]:hover { color: @accent; }
QPushButton[role="fold"]:focus { border: 1px solid @accent; }
QPushButton[role="step"] { text-align: left; }
QPushButton[role="day"] { padding: ~4 ~2; }
QPushButton[role="rail"] { border: 1px solid transparent; background: transparent; color: @muted;
  padding: 0px ~8; min-height: ~22; }
QPushButton[role="rail"]:hover { color: @accent; }
QPushButton[role="rail"]:focus { border: 1px solid @accent; }
QPushButton[role="rail"]:checked { background: @accent_soft; color: @accent; }
QPushButton[role="rail"][fault="true"] { color: @bad; }
QPushButton[role="answer"] { border-radius: ~13; }
QPushButton[role="answer"]:checked { background: @accent_soft; color: @accent; border-color: @accent; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: @accent;
  font-size: ^small; padding: 0px ~2; min-height: ~16; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid @accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QDateTimeEdit, QSpinBox, QDoubleSpinBox {
  background: @surface; border: 1px solid @edge; border-radius: ~6; padding: ~3 ~8;
  selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit, QComboBox, QDateEdit, QDateTimeEdit, QSpinBox, QDoubleSpinBox { min-height: ~20; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QDateTimeEdit:focus,
QSpinBox:focus { border: 2px solid @accent; padding: ~2 ~7; }
QLineEdit[role="held"], QPlainTextEdit[role="held"] { background: @sunken; color: @text; border-color: @track; }
FieldWidget[role="held"] QLineEdit:disabled, FieldWidget[role="held"] QComboBox:disabled { color: @text; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @sunken; color: @muted; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QComboBox[fault="true"] { border: 1px solid @bad; }
QWidget[role="cell"] { background: @surface; }
QWidget[role="cell"] QLineEdit, QWidget[role="cell"] QComboBox { border-radius: 0px; }
QComboBox::drop-down { border: none; background: transparent; width: ~20; }
QComboBox::down-arrow { image: none; width: 0px; height: 0px; border-left: 4px solid @surface;
  border-right: 4px solid @surface; border-top: 5px solid @muted; }
QComboBox::down-arrow:disabled { border-left-color: @sunken; border-right-color: @sunken; }
QDateEdit::drop-down { border: none; width: ~20; }
QDateEdit::down-arrow { image: none; width: 0px; height: 0px; border-left: 4px solid @surface;
  border-right: 4px solid @surface; border-top: 5px solid @muted; margin-right: ~8; }
QComboBox QAbstractItemView, QListView[role="drop"], QTreeView[role="drop"] { background: @surface;
  border: 1px solid @edge; outline: none; selection-background-color: @accent_soft; selection-color: @text; }

QListView[role="drop"]::item { padding: 0px ~8; min-height: ~26; }
QListView[role="drop"]::item:selected { background: @accent_soft; color: @text; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: @surface; }
QCalendarWidget QTableView::item { padding: 0px; border: none; }
QTableView, QTreeView, QListView { background: @surface; border: 1px solid @line; border-radius: ~6;
  outline: none;
  gridline-color: @line; selection-background-color: @accent_soft; selection-color: @text; }
QTableView::item { padding: 0px ~8; border-bottom: 1px solid @line; }
QTableView::item:selected { background: @accent_soft; color: @text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 1px solid @accent; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; font-weight: 700; border: none;
  border-bottom: 1px solid @line; padding: ~6 ~11; }
QHeaderView::section:hover { color: @accent; }
QTableCornerButton::section { background: @surface; border: none; }

QCheckBox::indicator { width: ~14; height: ~14; border: 1px solid @edge; border-radius: ~3; background: @surface; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url("!tick"); }
QCheckBox::indicator:disabled { background: @sunken; border-color: @track; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: @muted; padding: ~6 ~4; margin-right: ~16; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @accent; font-weight: 700; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accent_strong; border-bottom: 2px solid @text; }
QMenu { background: @surface; border: 1px solid @edge; padding: ~4; }
QMenu::item { padding: ~6 ~24 ~6 ~12; border-radius: ~4; }
QMenu::item:selected { background: @accent_soft; color: @accent; }
QMenu::separator { height: 1px; background: @line; margin: ~4 ~8; }
QSplitter::handle { background: transparent; }
QProgressBar { background: @track; border: none; border-radius: ~4; max-height: ~8; text-align: center; }
QProgressBar::chunk { background: @accent; border-radius: ~4; }

QWidget[role="banner"] { background: @info_soft; border: none; border-radius: ~6; }
QWidget[role="banner"][tone="good"] { background: @good_soft; }
QWidget[role="banner"][tone="wait"] { background: @wait_soft; }
QWidget[role="banner"][tone="bad"] { background: @bad_soft; }

QScrollBar:vertical { background: transparent; width: ~10; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: ~10; margin: 0px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::handle { background: @edge; border-radius: ~3; min-height: ~32; min-width: ~32; margin: ~2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
