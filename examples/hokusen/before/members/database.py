"""The database of the members' pages."""

import os

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, create_engine, insert, select

metadata = MetaData()

members = Table(
    "members",
    metadata,
    Column("member_no", Integer, primary_key=True),
    Column("login_id", String(20), unique=True, comment="ログインID"),
    Column("password", String(20), comment="パスワード"),
    Column("mail", String(80), comment="メールアドレス"),
    Column("ansho_bango", String(4), comment="暗証番号"),
    Column("shimei", String(40), comment="氏名"),
    Column("jusho", String(120), comment="住所"),
    Column("seinengappi", String(10), comment="生年月日"),
    Column("seibetsu", String(2), comment="性別"),
    Column("denwa", String(13), comment="電話番号"),
    Column("ginko", String(40), comment="金融機関"),
    Column("koza_bango", String(7), comment="口座番号"),
    Column("koza_meigi", String(40), comment="口座名義"),
    Column("points", Integer, comment="ポイント"),
    Column("yuko_kigen", Date, comment="ポイント有効期限"),
)

kameiten = Table(
    "kameiten",
    metadata,
    Column("shop_no", Integer, primary_key=True),
    Column("name", String(60), comment="加盟店名"),
    Column("area", String(20), comment="地域"),
    Column("rate", Integer, comment="ポイント倍率"),
)

FIRST_SHOPS = (
    {"name": "試験書店", "area": "富山", "rate": 2},
    {"name": "試験薬局", "area": "金沢", "rate": 3},
    {"name": "試験食堂", "area": "富山", "rate": 5},
)


def open_engine():
    """An engine whose tables are there."""
    engine = create_engine(f"sqlite:///{os.environ.get('DATABASE', 'members.sqlite3')}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        if connection.execute(select(kameiten)).first() is None:
            connection.execute(insert(kameiten), FIRST_SHOPS)
    return engine
