"""Training in supervision: kept by oneself, seen by one's agency's recorder, and told to who plans alone."""

from datetime import timedelta

from playwright.sync_api import expect

from mas_hub import clock
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.planning import Planning
from tests.e2e.screens import every_way
from tests.e2e.test_drift import look
from tests.e2e.words import say

TWO_DAYS = "Facilitating multi-agency supervision, two days"


def test_training_is_kept_seen_in_one_s_agency_and_told_to_who_plans(sign_in: SignIn) -> None:
    ruth = sign_in("Ruth Adeyemi", "/meetings/new")
    ruth.get_by_role("radio", name=say("plan.new.new_case"), exact=True).check()
    ruth.get_by_label(say("plan.case.reference"), exact=True).fill("TR-01")
    ruth.get_by_label(say("plan.case.initials"), exact=True).fill("T.R.")
    ruth.get_by_role("radio", name=say("plan.case.subject_child"), exact=True).check()
    ruth.get_by_role("button", name=say("plan.case.create")).click()
    expect(ruth.get_by_role("heading", level=1)).to_contain_text(say("plan.title"))
    note = ruth.get_by_text(say("training.plan.facilitator"))
    expect(note).to_be_visible()
    plan = ruth.url
    look(ruth, "training-plan")
    every_way(ruth)

    ruth.goto("/account")
    ruth.get_by_role("link", name=say("training.link")).click()
    own = ruth.get_by_role("region", name=say("training.own"))
    expect(own).to_contain_text(say("training.none"))
    own.get_by_role("button", name=say("training.add")).click()
    form = ruth.get_by_role("region", name=say("training.form"), exact=True)
    form.get_by_label(say("training.what")).fill(TWO_DAYS)
    form.get_by_role("radio", name=say("training.level.facilitator")).check()
    day = form.get_by_role("group", name=say("training.day"))
    Planning(ruth).fill_day(day, clock.today() + timedelta(days=3))
    form.get_by_role("button", name=say("common.save")).click()
    expect(form.get_by_role("alert")).to_contain_text("Training counts once it has taken place.")
    expect(form.get_by_label(say("training.what"))).to_have_value(TWO_DAYS)
    every_way(ruth)
    Planning(ruth).fill_day(day, clock.today() - timedelta(days=3))
    form.get_by_role("button", name=say("common.save")).click()
    expect(own.get_by_role("listitem")).to_contain_text(TWO_DAYS)
    look(ruth, "training-own")
    ruth.goto(plan)
    expect(ruth.get_by_role("heading", name=say("plan.others.title"))).to_be_visible()
    expect(note).to_have_count(0)

    hugh = sign_in("Hugh Yates", "/training", language="cy", viewport=PHONE)
    callum = hugh.get_by_role("region", name="Callum Reid")
    expect(callum).to_contain_text("Getting the most from supervision")
    expect(hugh.get_by_text(TWO_DAYS)).to_have_count(0)
    expect(hugh.get_by_text("Beth Langley")).to_have_count(0)
    every_way(hugh)
    look(hugh, "training-recorder")

    ruth.goto("/training")
    own.get_by_role("button", name=say("admin.edit_named", name=TWO_DAYS)).click()
    form.get_by_role("button", name=say("training.remove"), exact=True).click()
    form.get_by_role("button", name=say("training.remove_yes"), exact=True).click()
    expect(own).to_contain_text(say("training.none"))
