// Whom the npm package `onvif` finds when its probe goes to one address: node discovery.js HOST PORT. It knows the
// standard's group and port only, so the datagram is sent elsewhere on its way out. Prints one line of JSON.
'use strict';

const dgram = require('dgram');

const [host, port] = process.argv.slice(2);

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (message, offset, length, toPort, toHost, done) {
    return send.call(this, message, offset, length, Number(port), host, done);
};

const { Discovery } = require('onvif');

Discovery.on('error', error => {
    console.error(error);
    process.exit(1);
});
Discovery.probe({ timeout: 10000 }, () => process.exit(1));
Discovery.on('device', cam => {
    console.log(JSON.stringify({ xaddrs: cam.xaddrs.map(String) }));
    process.exit(0);
});
