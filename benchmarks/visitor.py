"""A visitor of the pages without a browser: says and hears over the websocket what Streamlit's own page does."""

from __future__ import annotations

import asyncio
from time import perf_counter
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from rightfin.ui.visits import COOKIE, Visits

WAIT = 120.0
"""Seconds after which an answer that has not come is an error."""

_MOST_REMEMBERED = 200


class Visitor:
    """A visit with a cookie of its own; ``drawn`` is what stands on the page, by its place.

    What is large and was sent before comes by its digest, as browsers ask for it.
    """

    def __init__(self, address: str, page: str, **query: str) -> None:
        self._socket_address = address.replace("http://", "ws://") + "/_stcore/stream"
        self._page, self._query = page, urlencode(query)
        self._page_hash = ""
        self._known: dict[str, Element] = {}
        self._secret = Visits.new_secret()
        self._connection: ClientConnection | None = None
        self.drawn: dict[tuple[int, ...], Element] = {}
        self.bytes = 0
        """Bytes that were sent to it."""

    async def __aenter__(self) -> Visitor:
        self._connection = await connect(
            self._socket_address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None,
            additional_headers={"Cookie": f"{COOKIE}={self._secret}"},
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def open(self) -> float:
        """Open the page and return the seconds until it is drawn."""
        return await self._run(None, "")

    async def slide(self, name: str, value: float) -> float:
        """Move the slider whose name begins so, and return the seconds until the page is drawn."""
        found = next(one.slider for one in self.drawn.values()
                     if one.WhichOneof("type") == "slider" and one.slider.label.startswith(name))
        state = WidgetState(id=found.id)
        state.double_array_value.data.append(value)
        return await self._run(state, "")

    def html(self, part: str) -> str:
        """Return the HTML on the page in which a text stands; empty if there is none."""
        bodies = (one.html.body for one in self.drawn.values() if one.WhichOneof("type") == "html")
        return next((body for body in bodies if part in body), "")

    def errors(self) -> list[str]:
        """Return what the page says of errors."""
        return [one.alert.body for one in self.drawn.values() if one.WhichOneof("type") == "alert"
                and one.alert.format == one.alert.Format.ERROR] + [
                    one.exception.message for one in self.drawn.values() if one.WhichOneof("type") == "exception"]

    async def _run(self, state: WidgetState | None, fragment: str) -> float:
        if self._connection is None:
            raise RuntimeError("this visitor has not come yet")
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string, client.page_script_hash, client.fragment_id = self._query, self._page_hash, fragment
        client.page_name = "" if self._page_hash else self._page
        client.cached_message_hashes.extend(self._known)
        client.context_info.timezone, client.context_info.locale = "UTC", "en"
        client.context_info.url = self._socket_address
        if state is not None:
            client.widget_states.widgets.append(state)
        start = perf_counter()
        await self._connection.send(asked.SerializeToString())
        async with asyncio.timeout(WAIT):
            while True:
                content = await self._connection.recv(decode=False)
                self.bytes += len(content)
                message = ForwardMsg.FromString(content)
                if message.WhichOneof("type") == "script_finished":
                    if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        return perf_counter() - start
                else:
                    self._heard(message)

    def _heard(self, message: ForwardMsg) -> None:
        kind, place = message.WhichOneof("type"), tuple(message.metadata.delta_path)
        if kind == "new_session":
            self.drawn.clear()
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "ref_hash":
            self.drawn[place] = self._known[message.ref_hash]
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.drawn[place] = message.delta.new_element
            if message.metadata.cacheable:
                self._known[message.hash] = message.delta.new_element
                while len(self._known) > _MOST_REMEMBERED:
                    self._known.pop(next(iter(self._known)))
