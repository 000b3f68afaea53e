from django.db import migrations

SHOPS = {
    "omiyage": ("おみやげ店", [("chocolate", "マカダミアナッツ", 1080), ("aloha", "アロハシャツ", 4980)]),
    "ticket": ("チケット店", [("onsen", "温泉入場券", 3240)]),
}


def open_shops(apps, schema_editor):
    shop_model, goods_model = apps.get_model("shops", "Shop"), apps.get_model("shops", "Goods")
    for number, (slug, (name, goods)) in enumerate(SHOPS.items(), 1):
        shop = shop_model.objects.create(slug=slug, name=name, gmo_shop_id=f"tshop{number:08}", gmo_shop_pass="")
        for code, title, price in goods:
            goods_model.objects.create(shop=shop, code=code, name=title, price=price)


class Migration(migrations.Migration):
    dependencies = [("shops", "0001_initial")]
    operations = [migrations.RunPython(open_shops)]
