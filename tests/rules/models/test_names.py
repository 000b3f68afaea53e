"""What names of variables, keys and fields say about card data."""

from __future__ import annotations

import unicodedata

import pytest

from paylint.models.vocabulary import Meaning, Vocabulary

STRONG = {
    "card.pan": """
        card_number cardNumber CardNumber CARDNO card_no cardno card_no01 card_no4 cc_num ccNumber ccno ccnumber cc-num
        creditCardNumber creditcard_number credit_card_num x_card_num billing[card_number] gmo_card_no txtCardNo CardNo
        txtFirstCreditNo card_bangou primary_account_number card_pan new_card_number customer_card_number get_card_number
        numero_tarjeta numeroTarjeta nro_tarjeta tarjeta_no numero_cartao cartao[numero] kreditkartennummer kartennummer
        kreditkarte_nummer numero_carte num_carte cb_num kart_no kart_numarasi kartnumarası bankCardNumber
        カード番号 クレジットカード番号 ＣＡＲＤ＿ＮＯ 卡号 信用卡号 카드번호
    """,
    "card.code": """
        cvv CVV cvv2 cvc CVC2 cvn ccv cav2 card_cvv card_cvv2 card_ccv cccvv cccode cc-csc card_code x_card_code cardCode
        verification_value card_security_code card_verification_value card_conf_number cvn2 CVVCode card_csc
        cvv2_number cvc2Number
        credit_card_cvv kreditkarte_pruefnummer cryptogramme_visuel kart_cvv 安全码
        カード確認番号 カードセキュリティコード
    """,
    "card.expiry": """
        exp_month exp_year expMonth expiry_month expirationYear card_expiry card_exp card_expire_date cc_expiration cc-exp
        card_month card_year card_kigen CARD_KIGEN_MM card_valid_term valid_thru validade_cartao kreditkarte_monat kart_skt
        カード有効期限
    """,
    "card.holder": """
        cardholder_name cardholderName card_holder card_name card_name01 name_on_card card_owner CARD_OWNER_NM card_meigi
        nome_titular nome_cartao karteninhaber kart_sahibi 持卡人 カード名義人 カード名義
    """,
    "card.pin": "pin_block card_pin kart_sifresi",
    "card.track": "track1 track2 track_data track2Data magstripe",
    "card.object": """
        credit_card creditCard CreditCard payment_card bankcard card_info card_data card_details cardDetails
        customer_credit_card braintree_credit_card
    """,
}
WEAK = {
    "card.pan": "pan number account_number acct fpan 会員番号",
    "card.code": "cid csc cvd cvNumber security_code securityCode セキュリティコード codigo_seguridad guvenlik_kodu pruefnummer",
    "card.expiry": "expiry_date expiry expiration exp month year 有効期限 yuko_kigen validade vencimiento son_kullanma_tarihi",
    "card.holder": "name holder_name holderName titular 名義",
    "card.pin": "pin 暗証番号",
    "card.object": "card cc",
}
NOTHING = """
    gift_card_number giftcardnumber gift_card sim_card_no etc_card_no id_card_number student_card_no fuel_card_number
    loyalty_card_no member_card_number pan_card_number point_card_no ギフトカード番号 マイナンバーカード番号 診察券番号
    card_number_last4 cardLastFour last4 kart_no_son4 下4桁 カード番号下4桁 masked_card_number card_number_masked
    truncated_card_number card_number_hash encrypted_card_number card_token card_fingerprint card_number_token
    card_number_help_text card_number_label card_number_error card_number_regex card_number_placeholder
    card_number_length card_number_format card_number_valid card_number_required CardNumberField credit_card_form
    cvv_result cvc_check cvv_required use_card_conf_number card_code_response cvv_match show_cvv
    card_type card_brand card_id card_list save_card card_url is_credit_card accepts_credit_cards creditCardValidator
    cavv aav eci xid cvx cross_validation_cv placeholderName numero_carteira numero_cartellino ekart_non_essential
    accountHolderName 口座名義 bank_account_number iban phone_number order_number invoice_no status_code country_code
    zip_code error_code code no product_code promo_code user_name order_name item_name payment_method_name payment_code
    wildcard discard Japan panel span expand explain company cardinality discount_card dashboard postcard
    __name__ __code__
"""
CONTEXT = "card credit_card bankcard cc_form creditCardForm payment_card cardholder kreditkarte カード情報 CARDNO"
NO_CONTEXT = "gift_card sim_card id_card_form wildcard order payment_method form business_card"
HARMLESS = "last4 last_four masked_number card_type brand token fingerprint id bin country exp_check currency amount"
NOT_HARMLESS = "number cvv card_number name exp_month whatever"


def cases(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, kind) for kind, text in names.items() for name in text.split()]


@pytest.mark.parametrize(("name", "kind"), cases(STRONG))
def test_a_name_that_says_enough(words: Vocabulary, name: str, kind: str) -> None:
    assert words.meaning(name) == Meaning(kind, weak=False)


@pytest.mark.parametrize(("name", "kind"), cases(WEAK))
def test_a_name_that_needs_context(words: Vocabulary, name: str, kind: str) -> None:
    assert words.meaning(name) == Meaning(kind, weak=True)


@pytest.mark.parametrize("name", NOTHING.split())
def test_a_name_that_looks_like_it(words: Vocabulary, name: str) -> None:
    assert words.meaning(name) is None


@pytest.mark.parametrize(
    "name",
    CONTEXT.split(),
)
def test_names_that_give_context(words: Vocabulary, name: str) -> None:
    assert words.gives_context(name)


@pytest.mark.parametrize("name", NO_CONTEXT.split())
def test_names_that_give_none(words: Vocabulary, name: str) -> None:
    assert not words.gives_context(name)


@pytest.mark.parametrize(
    "name",
    HARMLESS.split(),
)
def test_names_of_harmless_things_beside_a_card(words: Vocabulary, name: str) -> None:
    assert words.harmless(name)


@pytest.mark.parametrize("name", NOT_HARMLESS.split())
def test_names_that_are_not_known_to_be_harmless(words: Vocabulary, name: str) -> None:
    assert not words.harmless(name)


@pytest.mark.parametrize(("name", "kind"), cases(STRONG))
def test_the_prefilter_keeps_a_file_with_such_a_name(words: Vocabulary, name: str, kind: str) -> None:
    text = f'value = data["{unicodedata.normalize("NFKC", name)}"]'.lower()

    assert any(needle in text for needle in words.needles()), kind


@pytest.mark.parametrize(
    "line",
    [
        "from functools import wraps",
        "if response.status_code == 200: raise ValueError(name)",
        "class Wildcard(Field): discard = None",
        "expires = datetime.now() + timedelta(days=1)",
        "number = models.CharField(max_length=20)",
        "accounts = success or process(access, account)",
    ],
)
def test_the_prefilter_leaves_ordinary_code_out(words: Vocabulary, line: str) -> None:
    assert [needle for needle in words.needles() if needle in line.lower()] == []
