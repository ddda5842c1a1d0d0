"""Between what is known to be taken and what is made up: the one gets far in, the other hurts."""

from typing import Any

from hypothesis import strategies as st


def nested(depth: int) -> Any:
    inside: Any = "x"
    for _ in range(depth):
        inside = [inside]
    return inside


HOSTILE: list[Any] = [
    None, True, 0, -1, 1.5, 2**31, 2**63, 10**400, float("nan"), float("inf"), "", "1", "\x00", "\ud800", "a\u2028b",
    "\u202ex", "=1+1", "x" * 8_001, [], {}, [None], {"id": 1}, {"": ""}, {"\ud800": "\udfff"}, {"__proto__": {"ok": 1}},
    nested(40), nested(900),
]  # fmt: skip
anything = st.recursive(
    st.sampled_from(HOSTILE) | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)


@st.composite
def mixed(draw: st.DrawFn, known: Any, made: Any) -> Any:
    """What is known to be taken, with some of it as it was made up."""
    if not (isinstance(known, dict) and isinstance(made, dict) and known):
        return made if draw(st.booleans()) else known
    names = draw(st.sets(st.sampled_from(sorted({*known, *made})), max_size=2))
    told = dict(known)
    for name in sorted(names):
        if name not in made:
            del told[name]
        else:
            told[name] = draw(mixed(known[name], made[name])) if name in known else made[name]
    return told


@st.composite
def bent(draw: st.DrawFn, said: Any) -> Any:
    """With something in it that it cannot be."""
    if isinstance(said, dict) and said and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(said)))
        return {**said, name: draw(bent(said[name]))}
    if isinstance(said, dict) and draw(st.booleans()):
        return {**said, draw(st.sampled_from(["", "\ud800", "__proto__", "version", "agency_id"])): draw(anything)}
    return draw(anything)
