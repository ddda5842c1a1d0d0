"""What somebody is told by e-mail when an administrator changes how they sign in."""

from sqlalchemy.orm import Session

from mas_hub.identity.models import Person
from mas_hub.mail import queue_mail
from mas_hub.mail.rules import can_be_addressed


def tell_of_new_sign_in(session: Session, person: Person, *, address_before: str, password_set: bool) -> None:
    """Of a new address at the one before, where whoever did not expect it reads it; of a new password at the present.

    An address that nothing can be sent to is left out, so that it can be mended.
    """
    if person.email != address_before and can_be_addressed(address_before):
        queue_mail(session, address_before, "address_changed", person.language)
    if password_set and can_be_addressed(person.email):
        queue_mail(session, person.email, "password_set", person.language)
