class PaymentForm extends React.Component {
  state = { cardNumber: '', cvv: '' };

  static defaults() { return {}; }

  handleSubmit = async (event) => {
    const res = await fetch('/charge', { // expect: card.pan browser-post, card.code browser-post
      method: 'POST',
      body: JSON.stringify({ card: this.state.cardNumber, code: this.state.cvv }),
    });
    this.props.onDone(await res.json());
  };

  async save() {
    await api.post('/save', { number: this.props.card.number }); // expect: card.pan browser-post
  }
}
