"""What takes long outside Python (Typst here) is done in every async mode, while acts go on."""

import threading

from tests.live.conftest import Connect
from tests.live.running import Server
from tests.sitting import Sitting, token_of


def test_documents_are_made_while_people_act(server: Server, prepared: Sitting, connect: Connect) -> None:
    beth = connect(server, "beth")
    beth.join(prepared.meeting_id)
    made: list[tuple[int, str]] = []

    def take() -> None:
        path = f"/api/meetings/{prepared.meeting_id}/exports/pdf"
        for _ in range(3):
            made.append(server.request("GET", path, headers=server.signed_in(token_of("dina"))))

    takers = [threading.Thread(target=take) for _ in range(2)]
    for taker in takers:
        taker.start()
    acted = [
        beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": f"Meanwhile {number}."})
        for number in range(10)
    ]
    for taker in takers:
        taker.join()
    assert all(answer["ok"] for answer in acted)
    assert [(status, content[:5]) for status, content in made] == [(200, "%PDF-")] * 6
