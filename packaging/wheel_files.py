"""Puts the resources and the migrations into a wheel, where `app/assets.py` finds them."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SharedFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the files that stand outside the package; an editable install reads them where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders and their places in the wheel; `version` is `editable` for an editable install."""
        if version == "standard":
            build_data["force_include"].update(
                {"resources": "app/_shared/resources", "db/migrations": "app/_shared/migrations"}
            )
