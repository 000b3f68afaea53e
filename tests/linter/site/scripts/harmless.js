const input = document.querySelector('#card-number');
const number = input.value;
console.log(number.slice(-4));
console.log(number.substr(-4), number.substring(number.length - 4));
console.log(number.replace(/\d(?=\d{4})/g, '*'));
console.log(number.length, number.startsWith('4'), luhn(number) === true, typeof number);
console.log(document.getElementById('card-number-error').textContent);
if (/^4/.test(number)) console.log('visa');
function luhn(digits) {
  let sum = 0;
  for (const digit of digits.split('')) sum += parseInt(digit, 10);
  return sum % 10 === 0;
}
