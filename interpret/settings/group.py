"""What all groups of settings have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator


class Group(BaseModel):
    """Frozen; a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, content: object) -> object:
        """TOML has no word for nothing: the empty text stands for it where nothing is the default."""
        if not isinstance(content, dict):
            return content
        fields = cls.model_fields
        return {
            key: None if value == "" and key in fields and fields[key].default is None else value
            for key, value in content.items()
        }
