export const send = (url, body) =>
  fetch(url, { method: 'POST', body: JSON.stringify(body) }); // expect: card.pan browser-post, card.code browser-post
