from django import forms


class PaymentForm(forms.Form):
    onamae = forms.CharField(label="お名前", max_length=60)
    jusho = forms.CharField(label="ご住所", max_length=200)
    cardno = forms.RegexField(r"^[0-9 -]{12,23}$", label="カード番号")
    yuko_kigen = forms.RegexField(r"^[0-9]{2}/?[0-9]{2}$", label="有効期限 (YY/MM)")
    security_code = forms.RegexField(r"^[0-9]{3,4}$", label="セキュリティコード")
    meigi = forms.CharField(label="カード名義", max_length=60)

    def clean_cardno(self):
        return self.cleaned_data["cardno"].replace(" ", "").replace("-", "")

    def clean_yuko_kigen(self):
        return self.cleaned_data["yuko_kigen"].replace("/", "")
