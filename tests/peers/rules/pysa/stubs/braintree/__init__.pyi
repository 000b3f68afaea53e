from typing import Any

class Transaction:
    @staticmethod
    def sale(params: Any = ...) -> Any: ...
    @staticmethod
    def credit(params: Any = ...) -> Any: ...

class Customer:
    @staticmethod
    def create(params: Any = ...) -> Any: ...
    @staticmethod
    def update(id: Any, params: Any = ...) -> Any: ...

class CreditCard:
    @staticmethod
    def create(params: Any = ...) -> Any: ...

class Subscription:
    @staticmethod
    def create(params: Any = ...) -> Any: ...
