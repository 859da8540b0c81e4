// Pure: the kernel's table of TCP sockets, with addresses as people write them.
import type { Listener } from '../../model/facts.js';
import type { FactsRecords } from './records.js';

/** Processors that keep the most significant byte first; /proc/net shows addresses in the order of the machine's memory. */
const BIG_ENDIAN = /\b(s390x|ppc64|ppc|sparc64|mips|mips64)$/;

export function parseListeners(records: FactsRecords, system: string): readonly Listener[] {
  const bigEndian = BIG_ENDIAN.test(system);
  const accounts = new Map(records.of('account').map(({ text }) => splitOnce(text)));
  const holders = new Map(records.of('holder').map(({ text }) => splitOnce(text)));
  const ages = new Map(records.of('holder-ago').map(({ text }) => splitOnce(text)));
  const commands = records.blocks('command');
  return records.of('listen').map(({ text }): Listener => {
    const [, , address = '', port = '', uid = '', inode = ''] =
      /^(tcp6?) ([0-9A-F]+):([0-9A-F]{4}) (\d+) (\d+)$/.exec(text) ?? records.refuse(`"listen ${text.slice(0, 80)}"`);
    const pid = holders.get(inode);
    const age = pid === undefined ? undefined : ages.get(pid);
    return {
      address: decodeAddress(address, bigEndian) ?? records.refuse(`the address ${address}`),
      port: parseInt(port, 16),
      uid: records.number(uid),
      user: nameOf(accounts.get(uid), uid),
      pid: pid === undefined ? null : records.number(pid),
      command: pid === undefined ? null : commandLine(commands.get(Number(pid))),
      ...(age !== undefined && { startedSecondsAgo: records.number(age) }),
    };
  });
}

const splitOnce = (text: string): readonly [string, string] => {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

/** Accounts of a directory service may be unknown to the host itself. */
const nameOf = (name: string | undefined, uid: string): string => (name === undefined || name === '' ? `uid ${uid}` : name);

function commandLine(bytes: Buffer | undefined): string | null {
  const text = bytes?.toString('utf8').trim() ?? '';
  return text === '' ? null : text;
}

/** Null for what is no address. IPv4 addresses mapped into IPv6 are given as the IPv4 address that they are. */
export function decodeAddress(hex: string, bigEndian: boolean): string | null {
  if (!/^([0-9A-F]{8}|[0-9A-F]{32})$/.test(hex)) return null;
  const bytes = Buffer.from(hex, 'hex');
  if (!bigEndian) bytes.swap32();
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.subarray(0, 12).equals(MAPPED)) return bytes.subarray(12).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16)).join(':');
  // The one canonical short form (RFC 5952), as every other tool shows it.
  return new URL(`http://[${groups}]/`).hostname.slice(1, -1);
}

const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');
