// The work of a Node client on the server that the first argument names. Prints "passed", or says what was otherwise.
'use strict';
const assert = require('node:assert/strict');
const zookeeper = require('node-zookeeper-client');

const { CreateMode, Exception } = zookeeper;
const hosts = process.argv[2];

function connect() {
    return new Promise((resolve) => {
        const client = zookeeper.createClient(hosts, { sessionTimeout: 10000, retries: 1 });
        client.once('connected', () => resolve(client));
        client.connect();
    });
}

// A call with a callback as a promise of its results.
function call(client, name, ...args) {
    return new Promise((resolve, reject) => {
        client[name](...args, (error, ...results) => (error ? reject(error) : resolve(results)));
    });
}

function refused(code) {
    return (error) => error instanceof Exception && error.getCode() === code;
}

async function znodes(client) {
    assert.deepEqual(await call(client, 'create', '/a', Buffer.from('one')), ['/a']);
    const [data, stat] = await call(client, 'getData', '/a');
    assert.equal(data.toString(), 'one');
    assert.equal(stat.version, 0);
    const [changed] = await call(client, 'setData', '/a', Buffer.from('two'), 0);
    assert.equal(changed.version, 1);
    await assert.rejects(call(client, 'setData', '/a', Buffer.from('three'), 0), refused(Exception.BAD_VERSION));
    await assert.rejects(call(client, 'create', '/a', null), refused(Exception.NODE_EXISTS));
    const [path] = await call(client, 'create', '/a/s-', null, CreateMode.PERSISTENT_SEQUENTIAL);
    assert.equal(path, '/a/s-0000000000');
    await call(client, 'create', '/a/e', null, CreateMode.EPHEMERAL);
    const [children] = await call(client, 'getChildren', '/a');
    assert.deepEqual(children.sort(), ['e', 's-0000000000']);
    await assert.rejects(call(client, 'remove', '/a'), refused(Exception.NOT_EMPTY));
    await call(client, 'remove', '/a/s-0000000000');
    const [none] = await call(client, 'exists', '/a/s-0000000000');
    assert.equal(none, null);
}

async function watches(client, other) {
    const seen = [];
    let told;
    const all = new Promise((resolve) => { told = resolve; });
    const watch = (event) => {
        seen.push([event.getName(), event.getPath()]);
        if (seen.length === 3) told();
    };
    await new Promise((resolve, reject) => client.exists('/w', watch, (error) => (error ? reject(error) : resolve())));
    await call(other, 'create', '/w', null);
    await new Promise((resolve, reject) => client.getData('/w', watch, (error) => (error ? reject(error) : resolve())));
    await call(other, 'setData', '/w', Buffer.from('1'));
    await call(other, 'setData', '/w', Buffer.from('2'));
    await new Promise((resolve, reject) => client.getChildren('/w', watch, (error) => (error ? reject(error) : resolve())));
    await call(other, 'create', '/w/x', null);
    await all;
    assert.deepEqual(seen, [['NODE_CREATED', '/w'], ['NODE_DATA_CHANGED', '/w'], ['NODE_CHILDREN_CHANGED', '/w']]);
}

async function transactions(client) {
    const [results] = await call(client.transaction().create('/t').create('/t/one', Buffer.from('1')).setData('/t', Buffer.from('x'), 0).check('/t', 1).remove('/t/one', -1), 'commit');
    assert.equal(results.length, 5);
    assert.equal(results[1].path, '/t/one');
    await assert.rejects(call(client.transaction().create('/u').check('/t', 9), 'commit'));
    const [none] = await call(client, 'exists', '/u');
    assert.equal(none, null);
}

async function credentials(client, other) {
    client.addAuthInfo('digest', Buffer.from('ann:secret'));
    await call(client, 'create', '/p', Buffer.from('x'), zookeeper.ACL.CREATOR_ALL_ACL);
    await assert.rejects(call(other, 'getData', '/p'), refused(Exception.NO_AUTH));
    assert.equal((await call(client, 'getData', '/p'))[0].toString(), 'x');
    const [acls] = await call(client, 'getACL', '/p');
    assert.equal(acls[0].id.scheme, 'digest');
}

async function ends(client, other) {
    const gone = new Promise((resolve) => { other.exists('/a/e', resolve, () => client.close()); });
    assert.equal((await gone).getName(), 'NODE_DELETED');
}

async function main() {
    const client = await connect();
    const other = await connect();
    await znodes(client);
    await watches(client, other);
    await transactions(client);
    await credentials(client, other);
    await ends(client, other);
    other.close();
    console.log('passed');
}

main().then(() => process.exit(0), (error) => {
    console.error(error);
    process.exit(1);
});
