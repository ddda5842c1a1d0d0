from mas_hub import clock
from mas_hub.citations.models import Citation
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows


def citation_view(citation: Citation) -> View:
    return {
        "type": "citation",
        "id": citation.id,
        "version": citation.version,
        "agency_id": citation.agency_id,
        "beside": {"type": citation.about_type, "id": citation.about_id},
        "source": citation.source,
        "title": {"en": citation.title_en, "cy": citation.title_cy},
        "link": citation.link,
        "place": citation.place,
        "added_at": clock.iso(citation.added_at),
        "withdrawn": citation.withdrawn,
        "by": by(citation),
    }


register_rows("citation", Citation, citation_view)
