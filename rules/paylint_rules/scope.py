"""What findings mean for the scope, in the words of PCI DSS v4.0.1 and of the Japanese guideline.

Which assessment applies is decided by the acquirer or the card brand; hence "consistent with".
"""

from __future__ import annotations

PASSAGE = "API-type (通過型): card data passes through this server; consistent with SAQ D-Merchant"
DECLARED = "This server accepts card data (通過型) once the fields are filled; consistent with SAQ D-Merchant"
STORAGE = "Stored card data (保持), whatever the way of entry; consistent with SAQ D-Merchant"
FORBIDDEN = "Forbidden to store after authorization, encrypted or not (保持); consistent with SAQ D-Merchant"
EXPOSURE = "Card data leaves by a side door of this server (通過型); every system behind it comes into scope"

TAMPERING = "ガイドライン6.x 脆弱性対策3"
NON_RETENTION = "ガイドライン: 非保持化"
OUTSOURCING = "割販法35条の16 委託先"
PAYMENT_PAGE = (
    "Scripts of the payment page (改ざん): where the card is typed or its frame is shown, they decide who else reads it"
)
