from typing import Any

class Charge:
    @classmethod
    def create(cls, **params: Any) -> Any: ...

class Customer:
    @classmethod
    def create(cls, **params: Any) -> Any: ...
    @classmethod
    def retrieve(cls, id: str) -> Any: ...

class Token:
    @classmethod
    def create(cls, **params: Any) -> Any: ...
