"""The WSGI application."""

from clubsite import payment, tours, web

ROUTES = {
    ("GET", "/"): tours.index,
    ("GET", "/moshikomi"): payment.screen,
    ("POST", "/moshikomi"): payment.pay,
}


def application(environ, start_response):
    request = web.Request(environ)
    handler = ROUTES.get((request.method, request.path))
    status, headers, text = handler(request) if handler else web.not_found()
    start_response(status, headers)
    return [text.encode("utf-8")]
