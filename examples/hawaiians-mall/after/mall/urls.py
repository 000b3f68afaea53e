from django.urls import path
from shops import views

urlpatterns = [
    path("", views.mall, name="mall"),
    path("<slug:tenant>/", views.window, name="window"),
    path("<slug:tenant>/kounyu/<slug:code>/", views.buy, name="buy"),
    path("<slug:tenant>/modori/", views.come_back, name="come_back"),
    path("<slug:tenant>/kanryo/<str:order_no>/", views.done, name="done"),
]
