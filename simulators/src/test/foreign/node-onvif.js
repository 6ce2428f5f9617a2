// What the npm package `node-onvif` (Futomi Hatano) makes of a device: node node-onvif.js XADDR USER, the password in
// PASSWORD. Prints one line of JSON; exit status 1 and the reason if a call fails.
'use strict';

const { OnvifDevice } = require('node-onvif');

const [xaddr, user] = process.argv.slice(2);

async function main() {
    const device = new OnvifDevice({ xaddr, user, pass: process.env.PASSWORD });
    const seen = { information: await device.init() };
    seen.profiles = device.getProfileList().length;
    seen.stream = device.getUdpStreamUrl();
    const picture = await device.fetchSnapshot();
    seen.picture = { type: picture.headers['content-type'], begins: picture.body.subarray(0, 2).toString('hex') };
    await device.ptzMove({ speed: { x: 1, y: 0, z: 0 }, timeout: 30 });
    await device.ptzStop();
    console.log(JSON.stringify(seen));
    process.exit(0);
}

main().catch(error => {
    console.error(error.stack || error);
    process.exit(1);
});
