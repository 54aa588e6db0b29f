"""What every answer tells the browser about what it may do with it."""

from flask import Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
}
LASTING = "public, max-age=31536000, immutable"


def protect(response: Response) -> Response:
    """Add the headers; pages are kept by no cache, files with a mark of their content for ever."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        marked = "v" in request.args or "/built/" in request.path
        response.headers["Cache-Control"] = LASTING if marked and response.status_code == 200 else "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
