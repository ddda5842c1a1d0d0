"""A QR code as the `d` of one SVG path: drawn by the page itself, which its policy allows, unlike a data: picture."""

import segno


def qr_path(content: str) -> dict[str, int | str]:
    """`{size, path}`; the quiet border of four modules is in it."""
    code = segno.make(content, error="m", micro=False)
    border = 4
    parts = []
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                parts.append(f"M{start + border} {y + border}h{x - start}v1h-{x - start}z")
                start = None
    return {"size": len(code.matrix) + 2 * border, "path": "".join(parts)}
