"""What takes long outside Python (Typst here) is done in every async mode, while acts go on."""

from concurrent.futures import ThreadPoolExecutor

from tests.live.conftest import Connect
from tests.live.running import Server
from tests.sitting import Sitting, token_of


def test_documents_are_made_while_people_act(server: Server, prepared: Sitting, connect: Connect) -> None:
    beth = connect(server, "beth")
    beth.join(prepared.meeting_id)

    def take() -> list[tuple[int, str]]:
        path = f"/api/meetings/{prepared.meeting_id}/exports/pdf"
        return [server.request("GET", path, headers=server.signed_in(token_of("dina"))) for _ in range(3)]

    with ThreadPoolExecutor(2) as threads:
        takers = [threads.submit(take) for _ in range(2)]
        acted = [
            beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": f"Meanwhile {number}."})
            for number in range(10)
        ]
        made = [each for taker in takers for each in taker.result()]
    assert all(answer["ok"] for answer in acted)
    assert [(status, content[:5]) for status, content in made] == [(200, "%PDF-")] * 6
