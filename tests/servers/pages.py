"""A web server for pages that are not the console's: what was built of its JavaScript, and pages of a test."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BUILT = Path(__file__).parents[2] / "manager/static/built"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def built(name: str) -> str:
    """The path at which a built file is served."""
    manifest: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    return f"/built/{manifest[name]}"


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[str]:
    """The address where these pages are served by their paths, and /built/ beside them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = BUILT / path.removeprefix("/built/")
            if path in pages:
                self._send(200, "text/html; charset=utf-8", pages[path].encode())
            elif path.startswith("/built/") and file.parent == BUILT and file.is_file():
                self._send(200, KINDS.get(file.suffix, "application/octet-stream"), file.read_bytes())
            else:
                self._send(404, "text/plain", b"")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
