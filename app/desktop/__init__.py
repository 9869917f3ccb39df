"""The desktop: windows, pages and editors; the only package that knows Qt."""

from app.desktop.held_true import hold

hold()
