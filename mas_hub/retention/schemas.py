from marshmallow import Schema

from mas_hub.retention.rules import MOST_BACKUP_DAYS, MOST_MONTHS
from mas_hub.web.fields import PlainText, Whole


class RetentionSchema(Schema):
    version = Whole(required=True)
    child_months = Whole(required=True, min=1, max=MOST_MONTHS)
    adult_months = Whole(required=True, min=1, max=MOST_MONTHS)
    backup_days = Whole(required=True, min=1, max=MOST_BACKUP_DAYS)
    basis = PlainText(required=True, max=1000)


class ReasonSchema(Schema):
    reason = PlainText(required=True, max=1000)
