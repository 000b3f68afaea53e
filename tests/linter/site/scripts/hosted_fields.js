const stripe = Stripe('pk_test');
const elements = stripe.elements();
const cardNumber = elements.create('cardNumber');
cardNumber.mount('#card-number');
document.getElementById('payment-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { token, error } = await stripe.createToken(cardNumber);
  if (error) console.error(error.message);
  else await fetch('/pay', { method: 'POST', body: JSON.stringify({ token: token.id, last4: token.card.last4 }) });
});
braintree.hostedFields.create({ client, fields: { number: { selector: '#card-number' }, cvv: { selector: '#cvv' } } },
  (err, instance) => instance.tokenize((e, payload) => $.post('/pay', { nonce: payload.nonce })));
