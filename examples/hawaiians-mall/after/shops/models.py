"""The shops on the platform, what they sell, and what their customers order."""

import secrets

from django.db import models


def new_order_no():
    return f"M{secrets.token_hex(6)}"


class Shop(models.Model):
    """A merchant whose shop we run."""

    slug = models.SlugField("店舗コード", unique=True)
    name = models.CharField("店舗名", max_length=60)
    gmo_shop_id = models.CharField("決済ショップID", max_length=13)
    gmo_shop_pass = models.CharField("決済ショップパスワード", max_length=10)


class Goods(models.Model):
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    code = models.SlugField("商品コード")
    name = models.CharField("商品名", max_length=60)
    price = models.PositiveIntegerField("価格")


class Order(models.Model):
    order_no = models.CharField("注文番号", max_length=13, unique=True, default=new_order_no)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT)
    goods = models.ForeignKey(Goods, on_delete=models.PROTECT)
    onamae = models.CharField("お名前", max_length=60)
    jusho = models.CharField("ご住所", max_length=200)
    kessai_no = models.CharField("決済番号", max_length=32, blank=True)
    ordered_at = models.DateTimeField("注文日時", auto_now_add=True)
