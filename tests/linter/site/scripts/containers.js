const pan = document.getElementById('card-number').value;
const cvv = document.getElementById('cvv').value;
const list = [];
list.push(pan);
console.log(list.map((x) => x.trim()).join('-')); // expect: card.pan browser-console
const { first, ...rest } = { first: 1, code: cvv };
console.log(first);
console.log(rest); // expect: card.code browser-console
const [a, , b = 2] = [pan, 1];
console.log(a); // expect: card.pan browser-console
console.log(b);
for (const [key, value] of Object.entries({ pan })) console.log(key), console.log(value); // expect: card.pan browser-console
const map = new Map();
map.set('k', cvv);
console.log(map.get('k')); // expect: card.code browser-console
console.log(map.get('other'));
switch (pan.charAt(0)) {
  case '4':
    console.log(pan); // expect: card.pan browser-console
    break;
  default:
    console.log('other');
}
const shown = pan ? `card ${pan}` : 'none';
console.log(shown); // expect: card.pan browser-console
console.log([1, 2].reduce((sum, x) => sum + x, 0), (function () { return pan; }).call(null)); // expect: card.pan browser-console
let copy;
(copy = pan) && console.log(copy); // expect: card.pan browser-console
const log = console.log.bind(console);
export const late = { send() { console.log(this.pan); }, pan }; // expect: card.pan browser-console
