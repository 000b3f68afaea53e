jQuery(function ($) {
  var $form = $('#payment-form');
  $form.on('submit', function (event) {
    event.preventDefault();
    var card = {
      number: $form.find('.card-number').val(),
      cvc: $('input[data-stripe="cvc"]').val(),
      exp_month: $('#id_card_expiry_month').val()
    };
    Stripe.card.createToken(card, function (status, response) { // expect: card.pan browser-psp, card.code browser-psp, card.expiry browser-psp
      $form.append($('<input type="hidden" name="token">').val(response.id));
      $.post('/pay', { token: response.id });
      $form.get(0).submit();
    });
  });
});
