"""What a scenario comes to, computed from what was stored (scenarios, "What replay prints")."""

from collections.abc import Mapping, Sequence
from typing import Any

from mas_hub.replay.setting import Cast

Views = Mapping[str, Sequence[Mapping[str, Any]]]


def results(views: Views, cast: Cast) -> dict[str, Any]:
    invited = [invitation["agency_id"] for invitation in views["invitation"]]
    agreed = [decision for decision in views["decision"] if decision["state"] == "agreed"]
    keys = {thing: key for key, thing in cast.things.items()}

    def key_of(view: Mapping[str, Any]) -> str:
        return keys.get((view["type"], view["id"]), f"#{view['id']}")

    standing = {
        position["agency_id"]: position["level"]
        for position in views["threshold_position"]
        if not position["withdrawn"]
    }
    return {
        "threshold_levels_at_close": {cast.agency_key(each): standing[each] for each in invited if each in standing},
        "drift": {
            key_of(concern): _drift(concern["reckoning"])
            for concern in views["drift_concern"]
            if not concern["withdrawn"]
        },
        "decisions_owned": {
            cast.agency_key(each): [key_of(decision) for decision in agreed if decision["owner_agency_id"] == each]
            for each in invited
        },
        "decisions_involved": {
            cast.agency_key(each): [key_of(decision) for decision in agreed if each in decision["involves"]]
            for each in invited
        },
        "duty_to_record": [cast.agency_key(each) for each in invited],
        "disagreements": {key_of(each): each["state"] for each in views["disagreement"]},
    }


def _drift(reckoning: Mapping[str, Any]) -> dict[str, Any]:
    name = reckoning["unit"] + ("_on_meeting_day" if reckoning["on_meeting_day"] else "")
    drift: dict[str, Any] = {name: reckoning["days"]}
    if reckoning["held"] is not None:
        drift = {"held": reckoning["held"], **drift}
    if reckoning["due"] is not None:
        drift = {"due": reckoning["due"], **drift}
    return drift
