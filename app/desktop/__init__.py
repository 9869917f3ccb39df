"""The desktop: windows, pages and editors; the only package that knows Qt."""
