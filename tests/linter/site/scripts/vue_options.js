export default {
  data() {
    return { cardNumber: '', holder: '' };
  },
  methods: {
    pay() {
      this.submit({ number: this.cardNumber });
    },
    submit(payload) {
      this.$http.post('/pay', payload); // expect: card.pan browser-post
    },
  },
};
