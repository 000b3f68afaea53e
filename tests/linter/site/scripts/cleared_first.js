const number = document.getElementById('card_number');
number.value = '';
fetch('/pay', { method: 'POST', body: number.value });
