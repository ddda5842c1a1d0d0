"""Who may see an agency's return of a year. The only place that decides it."""

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can


def may_see_return(actor: Actor, *, agency_id: int, submitted: bool) -> bool:
    """Its own recorders at any time; who reads every agency's figures, once it has been submitted. A draft is its
    agency's alone."""
    own = Can.KEEP_RETURN in actor.can and agency_id == actor.agency_id
    return own or (submitted and sees_every_return(actor))


def sees_every_return(actor: Actor) -> bool:
    return Can.READ_FIGURES in actor.can
