import { reactive, ref } from 'vue';
const form = reactive({ number: '', cvc: '', amount: 10 });
const cardNumber = ref('');
const errors = { cardNumberError: '' };
export function pay() {
  axios.post('/pay', form); // expect: card.pan browser-post, card.code browser-post
  axios.post('/pay2', { pan: cardNumber.value }); // expect: card.pan browser-post
  axios.post('/errors', errors);
  axios.post('/pay3', { ...settings, cardNumber: '' });
}
