"""What a scenario comes to, computed from what was stored (docs/scenarios.md, "What it prints")."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mas_hub.replay.setting import Cast

Views = Mapping[str, Sequence[Mapping[str, Any]]]


def results(views: Views, cast: Cast) -> dict[str, Any]:
    """What has no key in the file has no name here, and is left out."""
    invited = {cast.agency_key(invitation["agency_id"]): invitation["agency_id"] for invitation in views["invitation"]}
    keys = {thing: key for key, thing in reversed(cast.things.items())}  # the first name counts

    def named(subjects: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        return {keys[view["type"], view["id"]]: view for view in subjects if (view["type"], view["id"]) in keys}

    agreed = named(decision for decision in views["decision"] if decision["state"] == "agreed")
    concerns = named(concern for concern in views["drift_concern"] if not concern["withdrawn"])
    standing = {
        position["agency_id"]: position["level"]
        for position in views["threshold_position"]
        if not position["withdrawn"]
    }
    return {
        "threshold_levels_at_close": {key: standing[agency] for key, agency in invited.items() if agency in standing},
        "drift": {key: _drift(concern["reckoning"]) for key, concern in concerns.items()},
        "decisions_owned": {
            agency_key: [key for key, decision in agreed.items() if decision["owner_agency_id"] == agency]
            for agency_key, agency in invited.items()
        },
        "decisions_involved": {
            agency_key: [key for key, decision in agreed.items() if agency in decision["involves"]]
            for agency_key, agency in invited.items()
        },
        "duty_to_record": [] if views["meeting"][0]["state"] == "cancelled" else list(invited),
        "disagreements": {key: view["state"] for key, view in named(views["disagreement"]).items()},
    }


def _drift(reckoning: Mapping[str, Any]) -> dict[str, Any]:
    """`due` and `held` where there are such days, then how late or how long, under the name of its unit."""
    days = {name: reckoning[name] for name in ("due", "held") if reckoning[name] is not None}
    unit = reckoning["unit"] + ("_on_meeting_day" if reckoning["on_meeting_day"] else "")
    return {**days, unit: reckoning["days"]}
