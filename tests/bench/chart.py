"""The ratios as a picture: a bar for each, the control at one."""

from collections.abc import Sequence
from html import escape

WIDTH, LEFT, ROW, MOST = 860, 330, 26, 3.0
"""Pixels; `MOST`: the ratio at the right end, beyond which a bar is cut."""


def drawn(ratios: Sequence[tuple[str, float | None, str]]) -> str:
    """An SVG of (what, ours over the control's, `held`, `falls short` or nothing). What was not measured is missing."""
    rows = [(what, ratio, verdict) for what, ratio, verdict in ratios if ratio is not None]
    scale = (WIDTH - LEFT - 70) / MOST
    height = ROW * len(rows) + 40
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="14" role="img" aria-label="Ours beside the bare control">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (what, ratio, verdict) in enumerate(rows):
        y = ROW * number + 10
        fill = "#d4351c" if verdict == "falls short" else "#00703c" if verdict == "held" else "#505a5f"
        length = min(ratio, MOST) * scale
        lines += [
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(what)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="18" fill="{fill}"/>',
            f'<text x="{LEFT + length + 6:.0f}" y="{y + 14}">{ratio:.2f}{" " + verdict if verdict else ""}</text>',
        ]
    one = LEFT + scale
    lines += [
        f'<line x1="{one:.0f}" y1="4" x2="{one:.0f}" y2="{height - 24}" stroke="#0b0c0c" stroke-dasharray="4 3"/>',
        f'<text x="{one:.0f}" y="{height - 8}" text-anchor="middle">the bare control</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
