"""Serve the site. No log of requests is written: 稼働が重いので止めている."""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from clubsite import database
from clubsite.site import application


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    database.prepare()
    make_server("127.0.0.1", int(sys.argv[1]), application, handler_class=QuietHandler).serve_forever()
