var client, pending;
$(function () {
  $('#pay').on('click', function () {
    pending = { number: $('#card_number').val() };
    client.request({ data: { creditCard: pending } }, function (err, result) { // expect: card.pan browser-psp
      $('#nonce').val(result.creditCards[0].nonce);
    });
  });
  braintree.client.create({ authorization: 'x' }, function (err, instance) {
    client = instance;
  });
});
function retry() {
  navigator.sendBeacon('/retry', JSON.stringify(pending)); // expect: card.pan browser-post
}
