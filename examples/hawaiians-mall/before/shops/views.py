"""What the customers of all shops see."""

import logging

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from .forms import PaymentForm
from .gateway import GatewayError, settle
from .models import CardInfo, Goods, Order, Shop

log = logging.getLogger(__name__)


def mall(request):
    return render(request, "shops/mall.html", {"shops": Shop.objects.all()})


def window(request, tenant):
    shop = get_object_or_404(Shop, slug=tenant)
    return render(request, "shops/window.html", {"shop": shop, "goods": Goods.objects.filter(shop=shop)})


def buy(request, tenant, code):
    """The payment page: the order and its card are written down, then the payment is made from what is written."""
    goods = get_object_or_404(Goods, shop__slug=tenant, code=code)
    form = PaymentForm(request.POST or None)
    if form.is_valid():
        order = write_down(goods, form.cleaned_data)
        try:
            settle(order)
        except GatewayError as error:
            log.warning("order %s of %s is refused: %s", order.order_no, tenant, error)
            form.add_error(None, str(error))
        else:
            log.info("order %s of %s is paid as %s", order.order_no, tenant, order.kessai_no)
            return redirect("done", tenant=tenant, order_no=order.order_no)
    return render(request, "shops/buy.html", {"goods": goods, "form": form})


@transaction.atomic
def write_down(goods, entered):
    order = Order.objects.create(shop=goods.shop, goods=goods, onamae=entered["onamae"], jusho=entered["jusho"])
    CardInfo.objects.create(
        order=order,
        cardno=entered["cardno"],
        yuko_kigen=entered["yuko_kigen"],
        security_code=entered["security_code"],
        meigi=entered["meigi"].upper(),
    )
    return order


def done(request, tenant, order_no):
    order = get_object_or_404(Order, shop__slug=tenant, order_no=order_no)
    return render(request, "shops/done.html", {"order": order})
