"""A link as a QR code that a page can draw. It is a path, so that no picture has to be loaded."""

from typing import Any

import segno


def qr_path(link: str) -> dict[str, Any]:
    """`size`: the side of the square that `path` is drawn in, its quiet margin included."""
    code = segno.make_qr(link, error="m")
    margin = 4
    rows = [
        f"M{x + margin} {y + margin}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark
    ]
    return {"size": len(code.matrix) + 2 * margin, "path": "".join(rows)}
