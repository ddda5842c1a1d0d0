"""The dozen meetings of which returns are made."""

from tests.returns.conftest import year

__all__ = ["year"]
