const read = () => new Promise((resolve) => resolve(document.getElementById('cc-number').value));
const pan = document.getElementById('cc-number').value;
Promise.resolve(pan)
  .then((value) => ({ pan: value.trim() }))
  .then((body) => fetch('/pay', { method: 'POST', body })) // expect: card.pan browser-post
  .then((response) => response.json())
  .then((answer) => console.log(answer))
  .catch((error) => console.error(error));
Multipayment.getToken({ cardno: pan, expire: '2912' }, (result) => send(result)); // expect: card.pan browser-psp
function send(result) {
  fetch('/token', { method: 'POST', body: JSON.stringify(result) });
}
