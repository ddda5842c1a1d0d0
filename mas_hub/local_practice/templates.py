"""Meeting templates of the partnership's own, by version; a meeting keeps the version it was planned with (row 38)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import locked
from mas_hub.db.versions import check_version
from mas_hub.errors import Invalid, NotFound
from mas_hub.identity.models import Partnership, Person
from mas_hub.local_practice.models import TemplateVersion
from mas_hub.local_practice.queries import practice_of
from mas_hub.local_practice.rules import check_stages
from mas_hub.practice.items import Name, Stage, Template

Json = dict[str, Any]
OWN = Name("The partnership's own", "Eiddo'r bartneriaeth ei hun")


def make_template(session: Session, actor: Actor, *, name: Json, stages: Sequence[Json]) -> TemplateVersion:
    """A new one, whatever it was copied from."""
    require(actor, Can.KEEP_PRACTICE)
    locked(session, Partnership, 1)  # two people must not make the same key
    numbers = [int(key.removeprefix("local-")) for key in session.scalars(select(TemplateVersion.key))]
    made = _version(session, actor, f"local-{max(numbers, default=0) + 1}", 1, name, stages, offered=True)
    record(session, actor, "template_made", template=made.key)
    return made


def edit_template(
    session: Session, actor: Actor, key: str, *, version: int, name: Json, stages: Sequence[Json], offered: bool
) -> TemplateVersion:
    """A new version, for what is planned from now on. `offered`: whether a plan may still choose it."""
    require(actor, Can.KEEP_PRACTICE)
    locked(session, Partnership, 1)
    last = _last(session, key)
    if last is None:
        raise NotFound
    check_version(last, version, lambda last: _view(session, last))
    made = _version(session, actor, key, version + 1, name, stages, offered=offered)
    record(session, actor, "template_edited", template=key, version=made.version)
    return made


def version_to_plan_with(session: Session, key: str, *, planned: tuple[str, int | None]) -> int | None:
    """The version of the chosen template to plan with: the one planned with so far, if it is the same template; else
    the last. None for a shipped template."""
    if key == planned[0]:
        return planned[1]
    if practice_of(session).find_template(key) is not None:
        return None
    last = _last(session, key)
    if last is None or not last.offered:
        raise Invalid("check_your_answers", fields={"template": "unknown_template"})
    return last.version


def get_template(session: Session, key: str, version: int | None) -> Template | None:
    if version is None:
        return practice_of(session).find_template(key)
    of_key = TemplateVersion.key == key, TemplateVersion.version == version
    row = session.scalar(select(TemplateVersion).where(*of_key))
    return as_template(row, practice_of(session).templates) if row is not None else None


def offered_templates(session: Session) -> list[Template]:
    """The last version of each that a plan may choose."""
    shipped = practice_of(session).templates
    return [as_template(row, shipped) for row in _newest(session) if row.offered]


def templates_view(session: Session) -> Json:
    return {
        "shipped": [template.as_json() for template in practice_of(session).templates],
        "own": [_view(session, row) for row in _newest(session)],
    }


def as_template(row: TemplateVersion, shipped: Iterable[Template]) -> Template:
    known = {stage.key: stage for template in shipped for stage in template.stages}
    return Template(
        key=row.key,
        jurisdiction="local",
        source=OWN,
        as_of=date.fromisoformat(row.made_at.date().isoformat()),
        name=Name(**row.name),
        stages=tuple(_stage(raw, known.get(raw["key"])) for raw in row.stages),
    )


def _stage(raw: Json, shipped: Stage | None) -> Stage:
    """A stage that was copied and left unchanged keeps its wording for an adult."""
    name, prompt = Name(**raw["name"]), Name(**raw["prompt"])
    same = shipped is not None and (shipped.name, shipped.prompt) == (name, prompt)
    return Stage(
        key=raw["key"],
        name=name,
        prompt=prompt,
        minutes=raw["minutes"],
        adult_name=shipped.adult_name if same and shipped else None,
        adult_prompt=shipped.adult_prompt if same and shipped else None,
        hidden_round=raw["hidden_round"],
    )


def _version(
    session: Session, actor: Actor, key: str, version: int, name: Json, stages: Sequence[Json], *, offered: bool
) -> TemplateVersion:
    check_stages(stages)
    row = TemplateVersion(
        key=key,
        version=version,
        name=name,
        stages=_with_keys(stages),
        offered=offered,
        made_by=actor.person_id,
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _with_keys(stages: Sequence[Json]) -> list[Json]:
    """A stage keeps its key, by which a meeting is in it; one that is new gets one."""
    taken = {stage["key"] for stage in stages}
    free = (f"stage-{number}" for number in range(1, 1000) if f"stage-{number}" not in taken)
    return [{**stage, "key": stage["key"] or next(free)} for stage in stages]


def _last(session: Session, key: str) -> TemplateVersion | None:
    of_key = select(TemplateVersion).where(TemplateVersion.key == key)
    return session.scalar(of_key.order_by(TemplateVersion.version.desc()).limit(1))


def _newest(session: Session) -> list[TemplateVersion]:
    rows = session.scalars(select(TemplateVersion).order_by(TemplateVersion.id))
    return list({row.key: row for row in rows}.values())


def _view(session: Session, row: TemplateVersion) -> Json:
    return {
        "key": row.key,
        "version": row.version,
        "name": row.name,
        "stages": row.stages,
        "offered": row.offered,
        "made_at": clock.iso(row.made_at),
        "made_by": session.get_one(Person, row.made_by).name,
    }
