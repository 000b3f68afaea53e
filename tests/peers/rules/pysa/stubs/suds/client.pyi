from typing import Any

class Service:
    def __getattr__(self, name: str) -> Method: ...

class Method:
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

class Client:
    service: Service
    factory: Any
    def __init__(self, url: str, **kwargs: Any) -> None: ...
