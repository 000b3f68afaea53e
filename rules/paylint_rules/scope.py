"""What findings mean for the scope, in the words of PCI DSS v4.0.1 and of the Japanese guideline.

Which assessment applies is decided by the acquirer or the card brand; hence "consistent with".
"""

from __future__ import annotations

PASSAGE = "API-type (通過型): card data passes through this server; consistent with SAQ D-Merchant"
DECLARED = "This server accepts card data (通過型) once the fields are filled; consistent with SAQ D-Merchant"
STORAGE = "Stored card data (保持), whatever the way of entry; consistent with SAQ D-Merchant"
FORBIDDEN = "Forbidden to store after authorization, encrypted or not (保持); consistent with SAQ D-Merchant"
LEFT_OVER = "Left over from a time when cards passed here; the scope changes only once nothing of that time is kept"
EXPOSURE = "Card data leaves by a side door of this server (通過型); every system behind it comes into scope"

TAMPERING = "ガイドライン6.x 脆弱性対策3"
UPKEEP = "A weakness in what the card passes is a way to the card, stored or not; every such component is in scope"
CLAIM = "Keeping no cards is not enough (通過型): what passes is in scope as well; consistent with SAQ D-Merchant"
TRACES = "Without logs, nobody can show after an attack what was taken, and what was not; suspected, never proof"

VULNERABILITIES = "ガイドライン: 脆弱性対策3"
PATCHES = "IPA ECサイトガイドライン: 要件2"
LOGS = "IPA ECサイトガイドライン: 要件12"
NON_RETENTION = "ガイドライン: 非保持化"
OUTSOURCING = "割販法35条の16 委託先"
PAYMENT_PAGE = (
    "Scripts of the payment page (改ざん): where the card is typed or its frame is shown, they decide who else reads it"
)
APPLICATION_SECURITY = "A weakness of the application itself; it remains when card data no longer passes here"
ALTERATION = "Code that takes data away; treat it as a suspected compromise until somebody has explained it"
TRANSPORT = "Data can be read or changed on its way; the scope stays what it is"
CREDENTIALS = "Whoever reads the code can act in the merchant's name; the scope stays what it is"
AUTHENTICATION = "Authentication factors that can be read; outside of card data unless it is the PIN of a card"

NON_RETENTION = "ガイドライン: 非保持化"
OUTSOURCING = "割販法35条の16 委託先"
WEAKNESSES = "ガイドライン: 脆弱性対策3"
TAMPERING = "ガイドライン: 改ざん検知"
MALWARE = "ガイドライン: 脆弱性対策4"
