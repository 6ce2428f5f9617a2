// What the npm package `onvif` (agsh) makes of a device: node onvif.js HOST PORT USER CONTROL, the password in PASSWORD.
// Prints one line of JSON; exit status 1 and the reason if a call fails.
'use strict';

const http = require('http');
const { promisify } = require('util');
const { Cam } = require('onvif');

const [hostname, port, username, control] = process.argv.slice(2);

// tells the simulator that something happens
function happen(event) {
    return new Promise((resolve, reject) => {
        const request = http.request(control + '/event', { method: 'POST' }, answer => {
            answer.resume();
            answer.on('end', () => answer.statusCode === 200 ? resolve() : reject(new Error(`control: ${answer.statusCode}`)));
        });
        request.on('error', reject);
        request.end(JSON.stringify(event));
    });
}

function asList(value) {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

async function main() {
    const cam = new Cam({ hostname, port: Number(port), username, password: process.env.PASSWORD, timeout: 5000, autoconnect: false });
    const call = (name, ...args) => promisify(cam[name]).apply(cam, args);
    await call('connect');
    const seen = { profiles: cam.profiles.length, videoSources: asList(cam.videoSources).length };
    seen.information = await call('getDeviceInformation');
    const profileToken = cam.profiles[0].$.token;
    seen.stream = (await call('getStreamUri', { protocol: 'RTSP', profileToken })).uri;
    seen.snapshot = (await call('getSnapshotUri', { profileToken })).uri;
    seen.presets = await call('getPresets', { profileToken });
    await call('absoluteMove', { profileToken, x: 0.5, y: -0.25, zoom: 0.75 });
    seen.position = (await call('getStatus', { profileToken })).position;
    seen.users = (await call('getUsers')).map(user => user.username);

    await call('createPullPointSubscription');
    const pull = call('pullMessages', { messageLimit: 10 });
    await happen({ topic: 'tns1:VideoSource/MotionAlarm', channel: 1, name: 'State', value: 'true' });
    const messages = asList((await pull).notificationMessage);
    seen.events = messages.map(one => ({ topic: one.topic._, ...one.message.message.data.simpleItem.$ }));
    seen.renewed = Boolean(await call('renew', {}));
    await call('unsubscribe');

    if (cam.uri.recording) {
        seen.recordings = asList(await call('getRecordings')).map(one => one.recordingToken);
        seen.replay = await call('getReplayUri', { recordingToken: seen.recordings[0] });
    }
    console.log(JSON.stringify(seen));
    process.exit(0);
}

main().catch(error => {
    console.error(error.stack);
    process.exit(1);
});
