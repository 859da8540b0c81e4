// The least that a look at a cluster can be: floor.mjs KEY HOST...
// For each host, all at once: connect, run one command, ask its broker for the metadata. No inventory, no checks.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import ssh2 from 'ssh2';

const [keyFile, ...hosts] = process.argv.slice(2);
const privateKey = readFileSync(keyFile);

const login = (host) =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.once('ready', () => resolve(client)).once('error', reject);
    client.connect({ sock: connect({ host, port: 22, noDelay: true }), username: 'fams', privateKey });
  });

const command = (client) =>
  new Promise((resolve, reject) => {
    client.exec('cat zk_data/myid kafka-logs/meta.properties; df -Pk .', (error, channel) => {
      if (error) reject(error);
      else channel.resume().once('close', (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
    });
  });

/** Request 3 (metadata), version 0, of all topics; the answer begins with its length. */
const metadata = (client, host) =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, 9092, (error, channel) => {
      if (error) return reject(error);
      let got = Buffer.alloc(0);
      channel.on('data', (chunk) => {
        got = Buffer.concat([got, chunk]);
        if (got.length >= 4 && got.length >= 4 + got.readInt32BE(0)) resolve(channel.end());
      });
      channel.write(Buffer.from('0000000e' + '0003' + '0000' + '00000001' + '0000' + '00000000', 'hex'));
    });
  });

await Promise.all(
  hosts.map(async (host) => {
    const client = await login(host);
    await Promise.all([command(client), metadata(client, host)]);
    client.end();
  }),
);
