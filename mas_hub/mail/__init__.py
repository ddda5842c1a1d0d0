"""E-mail: queued in the database beside what causes it, sent by a worker's task. Off until an operator names a server.

`queue_mail(session, to, template, language, **facts)` is the whole of it for the rooms above.
"""

from mas_hub.mail.queue import configure, is_on, link, queue_mail

__all__ = ["configure", "is_on", "link", "queue_mail"]
