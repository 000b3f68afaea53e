import React, { useState, FormEvent } from 'react';
import axios from 'axios';
import { CardForm } from './react_fields';

interface Props { orderId: string }

export default function Checkout({ orderId }: Props) {
  const [cardNumber, setCardNumber] = useState<string>('');
  const [cvc, setCvc] = useState('');

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await axios.post(`/api/orders/${orderId}/pay`, { cardNumber, cvc } as any); // expect: card.pan browser-post, card.code browser-post
    console.log(data!.status);
  };

  return (
    <form onSubmit={handleSubmit}>
      <input name="cardNumber" value={cardNumber} onChange={(e) => setCardNumber(e.target.value)} />
      {cvc && <CardForm onPaid={() => null} />}
    </form>
  );
}
