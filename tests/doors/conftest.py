from tests.asking import NOBODY, Doors

__all__ = ["NOBODY", "Doors"]
