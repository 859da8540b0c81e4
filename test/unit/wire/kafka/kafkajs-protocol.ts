// kafkajs's own encoders and decoders: an independent opinion on every message that we answer in a broker's place.
import { createRequire } from 'node:module';
import { ByteReader } from '../../../../src/wire/bytes.js';

interface Encoded {
  readonly buffer: Buffer;
}

interface Message {
  request(fields: object): { readonly apiKey: number; encode(): Promise<Encoded> };
  response: { decode(body: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
}

const require = createRequire(import.meta.url);

/** `name` is a folder of kafkajs's protocol. */
function message(name: string, version: number): Message {
  const folder = `kafkajs/src/protocol/requests/${name}/v${String(version)}`;
  return {
    request: require(`${folder}/request`) as Message['request'],
    response: require(`${folder}/response`) as Message['response'],
  };
}

/** The body of a request as kafkajs writes it, and its key. */
export async function requestOf(
  name: string,
  version: number,
  fields: object,
): Promise<{ readonly api: number; readonly body: ByteReader }> {
  const request = message(name, version).request(fields);
  return { api: request.apiKey, body: new ByteReader((await request.encode()).buffer) };
}

/** What kafkajs makes of a response's body; rejects with its error where the response holds one. */
export async function understood(name: string, version: number, body: Buffer): Promise<unknown> {
  const { response } = message(name, version);
  return response.parse(await response.decode(body));
}
