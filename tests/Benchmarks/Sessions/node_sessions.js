// Many sessions of the Node client, phase by phase, as SessionsClient does it: each phase prints its name and seconds when it is over.
'use strict';
const zookeeper = require('node-zookeeper-client');
const [hosts, count] = [process.argv[2], Number(process.argv[3])];
const openingAtOnce = 50;

function connect() {
    return new Promise((resolve) => {
        const client = zookeeper.createClient(hosts, { sessionTimeout: 30000, retries: 0 });
        client.once('connected', () => resolve(client));
        client.connect();
    });
}

function call(client, name, ...args) {
    return new Promise((resolve, reject) => {
        client[name](...args, (error, ...results) => (error ? reject(error) : resolve(results)));
    });
}

async function phase(name, work) {
    const start = process.hrtime.bigint();
    const result = await work();
    console.log(`${name} ${Number(process.hrtime.bigint() - start) / 1e9}`);
    return result;
}

async function open() {
    const clients = [];
    while (clients.length < count) {
        const batch = Math.min(openingAtOnce, count - clients.length);
        clients.push(...await Promise.all(Array.from({ length: batch }, connect)));
    }
    return clients;
}

async function five(client, number) {
    const path = `/sessions/${number}`;
    const value = Buffer.alloc(100, 'x');
    await call(client, 'create', path, value);
    await call(client, 'getData', path);
    await call(client, 'setData', path, value, -1);
    await call(client, 'getData', path);
    await call(client, 'remove', path, -1);
}

function close(client) {
    return new Promise((resolve) => {
        client.once('disconnected', resolve);
        client.close();
    });
}

// Some clients never try again: after ten seconds without another one the last that came counts. The interval keeps the process alive meanwhile.
async function storm(clients) {
    let back = 0;
    let last = null;
    let down = null;
    await new Promise((resolve) => {
        const patience = setInterval(() => { if (back === count || (last && process.hrtime.bigint() - last > 10000000000n)) { clearInterval(patience); resolve(); } }, 50);
        for (const client of clients) {
            client.once('disconnected', () => {
                down = down || process.hrtime.bigint();
                client.once('connected', () => { client.isBack = true; back++; last = process.hrtime.bigint(); });
            });
        }

        console.log('ready 0');
    });
    console.log(`back ${Number(last - down) / 1e9} ${back}`);
}

function said(word) {
    return new Promise((resolve) => process.stdin.on('data', (text) => { if (text.toString().includes(word)) resolve(); }));
}

async function main() {
    const clients = await phase('open', open);
    await phase('five', () => Promise.all(clients.map(five)));
    await storm(clients);
    await said('close');
    await phase('close', () => Promise.all(clients.filter((client) => client.isBack).map(close)));
    await said('end');
}

main().then(() => process.exit(0), (error) => {
    console.error(error);
    process.exit(1);
});
