"""mas_hub hosts multi-agency supervision meetings live."""

__version__ = "0.1.0"
