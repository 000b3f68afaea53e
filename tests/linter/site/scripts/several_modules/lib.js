module.exports = {
  shape: function (card) {
    return Object.assign({}, { pan: card.number }, { code: card.cvc });
  },
};
