import axios from 'axios';
import got from 'got';
import request from 'superagent';

const api = axios.create({ baseURL: 'https://api.shop.example' });
const gotApi = got.extend({ prefixUrl: 'https://g.shop.example' });

export const charge = (cardNumber) => api.post('/charge', { cardNumber }); // expect: card.pan browser-post
export const other = (cardNumber) => gotApi.post('charge', { json: { cardNumber } }); // expect: card.pan browser-post

document.querySelectorAll('input.card-number').forEach((input) => {
  input.addEventListener('change', () => gtag('event', 'typed', { value: input.value })); // expect: card.pan browser-telemetry
});
$('.card-number').each(function (index, input) {
  request.post('/s').type('form').send({ pan: $('#card-number')[0].value }); // expect: card.pan browser-post
});

function Checkout(form) {
  form.addEventListener('submit', (event) => this.pay(event.target));
}
Checkout.prototype.pay = function (form) {
  $.ajax('/pay', { method: 'POST', data: { number: form.card_number.value } }); // expect: card.pan browser-post
};
async function fromForm() {
  const { cvv } = Object.fromEntries(new FormData(document.querySelector('form')));
  await fetch('/x', { method: 'POST', body: JSON.stringify({ cvv }) }); // expect: card.code browser-post
}
