"""What an operator's WSGI server imports."""

from mas_hub.serve import app

__all__ = ["app"]
