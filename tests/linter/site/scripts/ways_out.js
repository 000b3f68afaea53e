document.getElementById('pay').onclick = async () => {
  const cardNumber = document.getElementById('card-number').value.replace(/\s/g, '');
  await fetch(`/api/pay/${order.id}`, { method: 'POST', body: JSON.stringify({ cardNumber }) }); // expect: card.pan browser-post
  axios.post('https://api.example.com/pay', { number: cardNumber }).then((r) => show(r.data)); // expect: card.pan browser-post
  $.ajax({ url: '/pay', type: 'POST', data: { number: cardNumber } }); // expect: card.pan browser-post
  const xhr = new XMLHttpRequest();
  xhr.open('POST', 'https://collector.example/c');
  xhr.send('n=' + encodeURIComponent(cardNumber)); // expect: card.pan browser-post
  const data = new FormData();
  data.append('card_number', cardNumber);
  navigator.sendBeacon('/beacon', data); // expect: card.pan browser-post
  const socket = new WebSocket('wss://example.com/s');
  socket.send(JSON.stringify([cardNumber])); // expect: card.pan browser-post
  window.location = '/done?card=' + cardNumber; // expect: card.pan browser-url
  location.href = '/done?' + new URLSearchParams({ card: cardNumber }).toString(); // expect: card.pan browser-url
  location.assign('/done?card=' + cardNumber); // expect: card.pan browser-url
  new Image().src = 'https://pixel.example/p.gif?' + cardNumber; // expect: card.pan browser-url
  localStorage.setItem('pan', cardNumber); // expect: card.pan browser-storage
  sessionStorage.pan = cardNumber; // expect: card.pan browser-storage
  localStorage['pan2'] = cardNumber; // expect: card.pan browser-storage
  document.cookie = 'card=' + cardNumber; // expect: card.pan browser-storage
  console.log('paying', { cardNumber }); // expect: card.pan browser-console
  Sentry.captureMessage('failed for ' + cardNumber); // expect: card.pan browser-telemetry
  window.dataLayer.push({ event: 'pay', card: cardNumber }); // expect: card.pan browser-telemetry
  parent.postMessage({ cardNumber }, '*'); // expect: card.pan browser-message
};
