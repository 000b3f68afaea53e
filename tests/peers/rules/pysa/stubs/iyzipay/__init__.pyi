from typing import Any

class Payment:
    def create(self, request: Any, options: Any) -> Any: ...

class ThreedsInitialize:
    def create(self, request: Any, options: Any) -> Any: ...

class Card:
    def create(self, request: Any, options: Any) -> Any: ...
