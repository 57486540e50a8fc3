"""Waiting for a server, and no longer."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from explorer.digits.fetch import CancelledError, Fetch
from tests.digits.serving import FILES, IMAGE_FILE, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def request(server: Server, name: str = IMAGE_FILE) -> urllib.request.Request:
    return urllib.request.Request(server.mirror + name)


def test_everything_arrives_in_order(server: Server) -> None:
    with Fetch(request(server), lambda: False) as fetch:
        assert fetch.reply().status == 200
        assert b"".join(fetch.chunks()) == FILES[IMAGE_FILE]


def test_what_the_connection_raises_is_raised_here(server: Server) -> None:
    with Fetch(request(server, "nothing"), lambda: False) as fetch:
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch.reply()
        assert caught.value.code == 404
        caught.value.close()


def test_a_server_that_says_nothing_more_is_given_up(server: Server) -> None:
    server.hold_after = 1000
    stop = iter([False, False])
    with Fetch(request(server), lambda: next(stop, True)) as fetch:
        fetch.reply()
        chunks = fetch.chunks()
        assert next(chunks)
        with pytest.raises(CancelledError):
            list(chunks)


def test_bytes_that_nobody_takes_wait_and_are_let_go(server: Server) -> None:
    """The thread must not wait for ever with its hands full."""
    server.files["large"] = bytes(20_000_000)
    with Fetch(request(server, "large"), lambda: False) as fetch:
        fetch.reply()
        assert next(fetch.chunks())
