import { Gateway } from './gateway';

const gateway = new Gateway('https://shop.example');
document.querySelector('form').addEventListener('submit', () => {
  gateway.charge({
    number: document.querySelector('[name=card_number]').value,
    cvc: document.forms[0].cvv.value,
  });
});
