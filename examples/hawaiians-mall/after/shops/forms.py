from django import forms


class OrderForm(forms.Form):
    onamae = forms.CharField(label="お名前", max_length=60)
    jusho = forms.CharField(label="ご住所", max_length=200)
