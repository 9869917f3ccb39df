"""Reports: situation reports written beside their pages, issued, and kept."""
