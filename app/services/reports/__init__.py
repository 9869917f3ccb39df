"""Reports other than sitreps, and what all reports share: release rules, maps, photos, provenance, checking."""
