"""Booking a tour. The customer pays on the provider's page (リンク); this server sees no card."""

from clubsite import database, settings, tours, web


def screen(request):
    """The booking screen."""
    tour = tours.find(request.query.get("tour"))
    if tour is None:
        return web.not_found()
    return web.page("booking.html", code=tour["code"], title=tour["title"], price=tour["price"])


def book(request):
    """Note the booking and show the button that leads to the provider."""
    form = request.form
    tour = tours.find(form["tour"])
    if tour is None:
        return web.not_found()
    booking_no = database.write(
        "insert into bookings (tour, onamae, jusho, denwa, mail, status) values (?, ?, ?, ?, ?, 'new')",
        (tour["code"], form["onamae"], form["jusho"], form["denwa"], form["mail"]),
    )
    return web.page(
        "link.html",
        link=settings.ZEUS_URL + "/cgi-bin/credit/order.cgi",
        clientip=settings.ZEUS_CLIENTIP,
        money=tour["price"],
        sendid=booking_no,
        success_url=f"{request.root}/kanryo?no={booking_no}",
        notify_url=f"{request.root}/kekka",
    )


def result(request):
    """The provider says what became of a payment. Nobody else is listened to."""
    if request.query.get("result") == "OK" and request.client in settings.ZEUS_ADDRESSES:
        database.write("update bookings set status = 'paid' where booking_no = ?", (request.query["sendid"],))
    return "200 OK", [("Content-Type", "text/plain")], "OK"


def thanks(request):
    """The booking, after the customer is back."""
    bookings = database.query("select status from bookings where booking_no = ?", (request.query.get("no"),))
    if not bookings:
        return web.not_found()
    status = "お支払い済み" if bookings[0]["status"] == "paid" else "お支払い待ち"
    return web.page("thanks.html", booking_no=request.query["no"], status=status)
