"""What the customers of all shops see. They pay on the provider's page."""

import logging

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from .forms import OrderForm
from .gateway import payment_number, payment_page
from .models import Goods, Order, Shop

log = logging.getLogger(__name__)


def mall(request):
    return render(request, "shops/mall.html", {"shops": Shop.objects.all()})


def window(request, tenant):
    shop = get_object_or_404(Shop, slug=tenant)
    return render(request, "shops/window.html", {"shop": shop, "goods": Goods.objects.filter(shop=shop)})


def buy(request, tenant, code):
    """The order; then the customer is sent to the provider's page."""
    goods = get_object_or_404(Goods, shop__slug=tenant, code=code)
    form = OrderForm(request.POST or None)
    if form.is_valid():
        order = Order.objects.create(shop=goods.shop, goods=goods, **form.cleaned_data)
        log.info("order %s of %s goes to the provider", order.order_no, tenant)
        return redirect(payment_page(order, request.build_absolute_uri(reverse("come_back", args=[tenant]))))
    return render(request, "shops/buy.html", {"goods": goods, "form": form})


def come_back(request, tenant):
    """The customer is back. Whether the order is paid is asked of the provider, not of the browser."""
    order = get_object_or_404(Order, shop__slug=tenant, order_no=request.GET.get("OrderID", ""))
    order.kessai_no = payment_number(order)
    order.save(update_fields=["kessai_no"])
    log.info("order %s of %s is %s", order.order_no, tenant, "paid" if order.kessai_no else "not paid")
    return redirect("done", tenant=tenant, order_no=order.order_no)


def done(request, tenant, order_no):
    order = get_object_or_404(Order, shop__slug=tenant, order_no=order_no)
    return render(request, "shops/done.html", {"order": order})
