"""A visitor without a browser: speaks to a Streamlit server as its page does, over a websocket."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import urllib.request
from typing import Any
from urllib.parse import urljoin

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLsRequest, UploadedFileInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol, connect

from measures.posting import Poster

AGE = 2  # full runs for which a message is kept: Streamlit's global.maxCachedMessageAge
LIMIT = 60  # seconds, for whatever the server is waited for
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def put(page: str, path: str, name: str, data: bytes) -> None:
    """Sends a file by HTTP as a form, with the token that the server wants to see twice."""
    with urllib.request.urlopen(f"{page}_stcore/health", timeout=LIMIT) as answer:
        cookie = (answer.headers["Set-Cookie"] or "=").partition(";")[0]
    head = f'--file\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
    request = urllib.request.Request(
        urljoin(page, path), head.encode() + data + b"\r\n--file--\r\n", method="PUT"
    )
    request.add_header("Content-Type", "multipart/form-data; boundary=file")
    request.add_header("Cookie", cookie)
    request.add_header("X-Xsrftoken", cookie.partition("=")[2].strip('"'))
    urllib.request.urlopen(request, timeout=LIMIT).close()


class Visitor:
    """One session: what the server has sent, what it was asked, and how long that took.

    A question that the server had not begun to answer when the next one came is never answered by itself:
    its run is the next one's, and only the last one of such a run has a time.
    """

    def __init__(self) -> None:
        self.elements: dict[str, tuple[Element, str]] = {}  # widgets and the fragments they are in, by id
        self.popovers: dict[str, tuple[str, str]] = {}  # their ids and fragments, by label
        self.session = ""
        self.states: dict[str, WidgetState] = {}
        self.posted: dict[str, Any] = {"at": 0}  # the header of what was posted last
        self.asked = self.messages = 0
        self.times: list[float] = []  # ms, of every run that was finished
        self._waiting: list[float | None] = []  # when those were asked that no run has begun for
        self._running: float | None = None  # None of what is not counted
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}  # that the server may refer to, and in which run
        self._run = 0
        self._seen: set[str] = set()  # the elements of the page since its last whole run began
        self._idle = asyncio.Event()

    async def open(self, url: str) -> None:
        """Opens a page, and waits until its script has run."""
        self.url = url
        address = url.replace("http", "ws", 1) + "_stcore/stream"
        cookie = (
            f"convviz={secrets.token_hex(8)}"  # what nginx would have set, with several servers behind it
        )
        self.poster = Poster(url, cookie)
        protocol, headers = Subprotocol("streamlit"), {"Cookie": cookie}
        self.socket = await connect(
            address, subprotocols=[protocol], additional_headers=headers, max_size=None
        )
        self.listening = asyncio.create_task(self._listen())
        await self._send(ClientState(), counted=False)
        await self.settled()

    def reset(self) -> None:
        """Begins to count anew."""
        self.asked, self.times, self.messages = 0, [], 0

    async def close(self) -> None:
        """Leaves, as a browser does whose tab is closed."""
        self.poster.close()
        await self.socket.close()
        await self.listening

    async def settled(self) -> None:
        """Waits until nothing that was asked is unanswered."""
        await asyncio.wait_for(self._idle.wait(), LIMIT)
        if self.listening.done():
            self.listening.result()

    def widget(self, kind: str, label: str) -> Any:
        """The widget of a kind whose label begins so."""
        for element, _ in self.elements.values():
            if element.WhichOneof("type") == kind and getattr(element, kind).label.startswith(label):
                return getattr(element, kind)
        raise LookupError(f"the page has no {kind} {label!r}")

    async def set_number(self, label: str, value: float) -> None:
        """Changes a number input."""
        number = self.widget("number_input", label)
        if number.data_type == NumberInput.INT:
            await self._ask(WidgetState(id=number.id, int_value=int(value)))
        else:
            await self._ask(WidgetState(id=number.id, double_value=value))

    def component(self, name: str) -> Any:
        """The component that was registered under a name, as its page has it."""
        for element, _ in self.elements.values():
            if element.bidi_component.component_name == name:
                return element.bidi_component
        raise LookupError(f"the page has no component {name}")

    def header(self, name: str) -> dict[str, Any]:
        """The header of the newest frame of a component, from its page or from what was posted."""
        given = _header(self.component(name).bytes)
        return max(given, self.posted, key=lambda one: one["at"])

    async def post(self, path: str, what: object) -> None:
        """Posts something that is answered with a frame."""
        self.asked += 1
        began = time.perf_counter()
        self.posted = _header(await self.poster.post(path, json.dumps(what).encode()))
        self.times.append((time.perf_counter() - began) * 1000)

    async def set_component(self, name: str, counted: bool = True, **values: Any) -> None:
        """Sets values in a component's state."""
        found = self.component(name)
        before = self.states.get(found.id)
        state = {**(json.loads(before.json_value) if before else {}), **values}
        await self._ask(WidgetState(id=found.id, json_value=json.dumps(state)), counted)

    async def set_popover(self, label: str, is_open: bool) -> None:
        """Opens or closes a popover."""
        await self._ask(WidgetState(id=self.popovers[label][0], bool_value=is_open))

    async def upload(self, name: str, data: bytes) -> None:
        """Gives a file to the page's only uploader, as a browser does: first the bytes, then word of them."""
        wanted = FileURLsRequest(request_id=name, file_names=[name], session_id=self.session)
        self._addresses = asyncio.get_running_loop().create_future()
        await self.socket.send(BackMsg(file_urls_request=wanted).SerializeToString())
        urls = await asyncio.wait_for(self._addresses, LIMIT)
        await asyncio.to_thread(put, self.url, urls.upload_url, name, data)
        uploaded = UploadedFileInfo(name=name, size=len(data), file_id=urls.file_id, file_urls=urls)
        state = FileUploaderState(uploaded_file_info=[uploaded])
        uploader = self.widget("file_uploader", "")
        await self._ask(WidgetState(id=uploader.id, file_uploader_state_value=state))

    # ------------------------------------------------------------------ the protocol

    async def _ask(self, state: WidgetState, counted: bool = True) -> None:
        """Sends the states of all widgets, as a browser does, with one that is new."""
        self.states[state.id] = state
        self.asked += counted
        fragments = dict(self.popovers.values())
        fragments |= {found: fragment for found, (_, fragment) in self.elements.items()}
        await self._send(ClientState(fragment_id=fragments[state.id]), counted)

    async def _send(self, client: ClientState, counted: bool) -> None:
        client.widget_states.widgets.extend(self.states.values())
        client.cached_message_hashes.extend(self._kept)
        self._waiting.append(time.perf_counter() if counted else None)
        self._idle.clear()
        await self.socket.send(BackMsg(rerun_script=client).SerializeToString())

    async def _listen(self) -> None:
        try:
            async for data in self.socket:
                assert isinstance(data, bytes)
                self._receive(ForwardMsg.FromString(data))
        finally:
            self._idle.set()

    def _receive(self, message: ForwardMsg) -> None:
        self.messages += 1
        if message.ref_hash:
            message, _ = self._kept[message.ref_hash]
        if message.metadata.cacheable:
            self._kept[message.hash] = message, self._run
        kind = message.WhichOneof("type")
        if kind == "file_urls_response":
            self._addresses.set_result(message.file_urls_response.file_urls[0])
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            self._begin(whole=not message.metadata.run.fragment_ids)
        elif kind == "delta":
            self._note(message.delta)
        elif kind == "script_finished" and message.script_finished in FINISHED:
            self._finish(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)

    def _begin(self, whole: bool) -> None:
        if whole:
            self._seen.clear()
        if self._waiting:
            self._running = self._waiting[-1]
            self._waiting.clear()

    def _finish(self, whole: bool) -> None:
        if whole:
            self._forget()
        if self._running is not None:
            self.times.append((time.perf_counter() - self._running) * 1000)
        self._running = None
        if not self._waiting:
            self._idle.set()

    def _forget(self) -> None:
        """Forgets what Streamlit's page forgets after a whole run: old messages, widgets that are gone."""
        self._run += 1
        self._kept = {key: kept for key, kept in self._kept.items() if kept[1] >= self._run - AGE}
        for gone in self.elements.keys() - self._seen:
            del self.elements[gone]
            self.states.pop(gone, None)

    def _note(self, delta: Delta) -> None:
        popover = delta.add_block.popover
        if popover.id:
            self.popovers[popover.label] = popover.id, delta.fragment_id
        element = delta.new_element
        if (kind := element.WhichOneof("type")) and (found := getattr(getattr(element, kind), "id", "")):
            self.elements[found] = (element, delta.fragment_id)
            self._seen.add(found)


def _header(frame: bytes) -> dict[str, Any]:
    return dict(json.loads(frame[4 : 4 + int.from_bytes(frame[:4], "little")]))
