// The device that the authors of the npm package onvif test their client with, on loopback and any free port, which is printed.
// It knows a request only as their client spells it, so that requests are spelt anew; answers are theirs. Ends with its input.
const http = require('http');
const dgram = require('dgram');
const { EventEmitter } = require('events');

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

function spelt(envelope) {
  const body = /<s:Body>([^]*)<\/s:Body>/.exec(envelope);
  const first = body && /^<(\w+):(\w+)[^>]*>/.exec(body[1]);
  const namespace = first && new RegExp(`xmlns:${first[1]}="([^"]*)"`).exec(envelope);
  if (!namespace) {
    return envelope;
  }
  const inside = body[1].replace(/[\r\n]/g, ' ').slice(first[0].length);
  return `<s:Envelope><s:Body ${XSI}><${first[2]} xmlns="${namespace[1]}">${inside}</s:Body></s:Envelope>`;
}

// it would answer discovery on every network of this machine
dgram.createSocket = () => ({ on() {}, bind() {}, send() {}, close() {} });

const createServer = http.createServer;
http.createServer = (listener) => {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece) => (text += piece)).on('end', () => {
      console.error(request.method, request.url, (/<s:Body><(\w+:\w+)/.exec(text) || [])[1]);
      const again = Object.assign(new EventEmitter(), { setEncoding() {} });
      listener(again, response);
      again.emit('data', spelt(text));
      again.emit('end');
    });
  });
  const listen = server.listen.bind(server);
  server.listen = () => listen(0, '127.0.0.1', () => {
    mock.conf.port = server.address().port;
    console.log(mock.conf.port);
  });
  return server;
};

require('coffeescript/register');
const mock = require('onvif/test/serverMockup.coffee');
process.stdin.resume().on('end', () => process.exit(0));
