"""A worker's own figures, in Prometheus's form. Labels are names from this program, never what somebody sent."""

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

registry = CollectorRegistry()
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)

requests = Counter("mas_hub_requests", "HTTP requests answered.", ("method", "route", "status"), registry=registry)
request_seconds = Histogram("mas_hub_request_seconds", "How long a request took.", buckets=SECONDS, registry=registry)
events = Counter("mas_hub_events", "Events of sockets answered, by refusal.", ("event", "outcome"), registry=registry)
event_seconds = Histogram(
    "mas_hub_event_seconds", "How long an event of a socket took.", ("event",), buckets=SECONDS, registry=registry
)
unavailable = Counter("mas_hub_database_unavailable", "Times the database could not be used.", registry=registry)
unexpected = Counter(
    "mas_hub_unexpected_errors", "Failures that nobody foresaw; each is in the log.", registry=registry
)
_sockets = Gauge("mas_hub_sockets", "Connected pages.", registry=registry)
_meetings = Gauge("mas_hub_meetings_followed", "Meetings that somebody is connected to.", registry=registry)


def watch(sockets: Callable[[], int], meetings: Callable[[], int]) -> None:
    """How many pages are connected and how many meetings they follow, counted whenever the figures are read."""
    _sockets.set_function(sockets)
    _meetings.set_function(meetings)


def as_text() -> bytes:
    return generate_latest(registry)
