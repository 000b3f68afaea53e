import { send as post } from './transport';
const helper = require('./lib');

export class Gateway {
  constructor(private readonly base: string) {}

  async charge(card: { number: string; cvc: string }): Promise<void> {
    await post(`${this.base}/charge`, helper.shape(card));
  }
}
